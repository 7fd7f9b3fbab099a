/** Error texts of Zendesk's OAuth server; three were seen in the wild, the others follow from the library that uses them (inferred). */
export const TOKEN_ERRORS = {
  invalid_request:
    'The request is missing a required parameter, includes an unsupported parameter or parameter value, repeats a parameter, includes multiple credentials, utilizes more than one mechanism for authenticating the client, or is otherwise malformed.',
  invalid_client:
    'The client identifier provided is invalid, the client failed to authenticate, the client did not include its credentials, provided multiple client credentials, or used unsupported credentials type.',
  invalid_grant:
    'The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired authorization token, bad end-user password credentials, or mismatching authorization code and redirection URI).',
  unauthorized_client: 'The authenticated client is not authorized to use the access grant type provided.',
  unsupported_grant_type: 'The access grant included - its type or another attribute - is not supported by the authorization server.',
  invalid_scope: 'The requested scope is invalid, unknown, malformed, or exceeds the previously granted scope.',
} as const

export const AUTHORIZE_ERRORS = {
  access_denied: 'The end-user or authorization server denied the request.',
  invalid_request: TOKEN_ERRORS.invalid_request,
  unauthorized_client: 'The client is not authorized to use the requested response type.',
  unsupported_response_type: 'The requested response type is not supported by the authorization server.',
  invalid_scope: 'The requested scope is invalid, unknown, or malformed.',
} as const

export type TokenError = keyof typeof TOKEN_ERRORS
export type AuthorizeError = keyof typeof AUTHORIZE_ERRORS
