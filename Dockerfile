# syntax=docker/dockerfile:1
# A CRM to develop against, in a container: docs/ci.md says how it is used, and what of it was never run.

FROM node:24.20.0-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# Nothing that is installed needs its install script here; the build below is the package's own.
RUN npm ci --ignore-scripts
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts

FROM node:24.20.0-bookworm-slim
ENV NODE_ENV=production
COPY --from=build /src/package.json /src/README.md /src/LICENSE /src/NOTICE /app/
COPY --from=build /src/node_modules /app/node_modules
COPY --from=build /src/dist /app/dist
COPY --from=build /src/scenarios /app/scenarios
COPY --from=build /src/examples /app/examples
# What the image runs is root's; what it writes (--data, --tls, reports) is the user's own.
USER node
WORKDIR /home/node
# Console, Entra ID, Dynamics, Zendesk, workflow service.
EXPOSE 4400-4404
# 401 is a healthy answer, too: the console is there and wants its token.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4400/_sim/health').then((answer) => process.exit([200, 401].includes(answer.status) ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/harness/cli.js"]
CMD ["up", "--host", "0.0.0.0"]
