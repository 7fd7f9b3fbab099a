/**
 * The errors of Entra ID by number. `grade` is of the wording; status and `error` are at least documented.
 * recorded: real answers of 2026-08-13 (entra-emulator's fixtures) and bodies in public issues; documented: Microsoft's
 * error reference; inferred: ours. `uri`: whether the body carries error_uri; recorded for 7000215, 500011 (yes), 70003,
 * 700038 (no), elsewhere after bodies in public issues.
 */
export interface Definition {
  status: number
  error: string
  text: string
  grade: 'recorded' | 'documented' | 'inferred'
  uri: boolean
  suberror?: string
}

const define = (status: number, error: string, grade: Definition['grade'], uri: boolean, text: string, suberror?: string): Definition => ({
  status,
  error,
  grade,
  uri,
  text,
  ...(suberror ? { suberror } : {}),
})

const NOT_INSTALLED = 'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.'

export const definitions = {
  7000215: define(
    401,
    'invalid_client',
    'recorded',
    true,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app}'.",
  ),
  7000222: define(
    401,
    'invalid_client',
    'recorded',
    true,
    "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  ),
  7000218: define(401, 'invalid_client', 'recorded', true, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
  700025: define(401, 'invalid_client', 'documented', true, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
  700027: define(
    401,
    'invalid_client',
    'recorded',
    true,
    "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{app}'.]",
  ),
  700024: define(
    401,
    'invalid_client',
    'documented',
    true,
    'Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry time of assertion {until}.',
  ),
  700023: define(401, 'invalid_client', 'documented', true, 'Client assertion audience claim does not match Realm issuer.'),
  50027: define(401, 'invalid_client', 'documented', true, 'Invalid JWT token. {why}'),
  700016: define(
    400,
    'unauthorized_client',
    'recorded',
    true,
    `Application with identifier '{app}' was not found in the directory '{tenant}'. ${NOT_INSTALLED} You may have sent your authentication request to the wrong tenant.`,
  ),
  700038: define(400, 'unauthorized_client', 'recorded', false, '{app} is not a valid application identifier.'),
  90002: define(
    400,
    'invalid_request',
    'recorded',
    true,
    "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  ),
  900023: define(
    400,
    'invalid_request',
    'documented',
    true,
    "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
  ),
  50059: define(
    400,
    'invalid_request',
    'documented',
    true,
    'No tenant-identifying information found in either the request or implied by any provided credentials.',
  ),
  50049: define(400, 'invalid_instance', 'recorded', true, 'Unknown or invalid instance.'),
  500011: define(
    400,
    'invalid_resource',
    'recorded',
    true,
    `The resource principal named {resource} was not found in the tenant named {tenant}. ${NOT_INSTALLED} You might have sent your authentication request to the wrong tenant.`,
  ),
  70011: define(
    400,
    'invalid_scope',
    'documented',
    false,
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  ),
  1002012: define(
    400,
    'invalid_scope',
    'documented',
    false,
    'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  ),
  28000: define(
    400,
    'invalid_scope',
    'documented',
    true,
    'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.',
  ),
  901002: define(400, 'invalid_request', 'recorded', true, "The 'resource' request parameter is not supported."),
  900144: define(400, 'invalid_request', 'recorded', true, "The request body must contain the following parameter: '{parameter}'."),
  900561: define(400, 'invalid_request', 'recorded', true, 'The endpoint only accepts POST, OPTIONS requests. Received a {method} request.'),
  70003: define(400, 'unsupported_grant_type', 'recorded', false, "The app requested an unsupported grant type '{grant}'."),
  70008: define(
    400,
    'invalid_grant',
    'documented',
    true,
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ),
  70000: define(400, 'invalid_grant', 'documented', true, 'Provided grant is invalid or malformed.'),
  9002313: define(400, 'invalid_grant', 'recorded', true, 'Invalid request. Request is malformed or invalid.'),
  700082: define(
    400,
    'invalid_grant',
    'recorded',
    true,
    'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for {inactive}.',
  ),
  700084: define(
    400,
    'invalid_grant',
    'documented',
    true,
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {lifetime}, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.',
  ),
  50173: define(
    400,
    'invalid_grant',
    'documented',
    true,
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
    'bad_token',
  ),
  54005: define(
    400,
    'invalid_grant',
    'documented',
    true,
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ),
  500112: define(
    400,
    'invalid_grant',
    'documented',
    true,
    "The reply address '{sent}' does not match the reply address '{expected}' provided when requesting Authorization code.",
  ),
  501481: define(400, 'invalid_grant', 'recorded', false, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  65001: define(
    400,
    'invalid_grant',
    'documented',
    true,
    "The user or administrator has not consented to use the application with ID '{app}' named '{name}'. Send an interactive authorization request for this user and resource.",
    'consent_required',
  ),
  65004: define(400, 'access_denied', 'documented', true, 'User declined to consent to access the app.'),
  50058: define(400, 'login_required', 'documented', true, 'A silent sign-in request was sent but no user is signed in.'),
  50076: define(
    400,
    'interaction_required',
    'documented',
    true,
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
    'basic_action',
  ),
  53003: define(
    400,
    'interaction_required',
    'documented',
    true,
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    'message_only',
  ),
  50011: define(
    400,
    'invalid_request',
    'documented',
    true,
    "The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{app}'.",
  ),
  9002326: define(
    400,
    'invalid_request',
    'documented',
    true,
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
  ),
  9002327: define(
    400,
    'invalid_request',
    'documented',
    true,
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  ),
  50126: define(400, 'invalid_grant', 'documented', true, 'Error validating credentials due to invalid username or password.'),
  50034: define(
    400,
    'invalid_grant',
    'documented',
    true,
    'The user account {user} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  ),
  50057: define(400, 'invalid_grant', 'documented', true, 'The user account is disabled.'),
  70016: define(400, 'authorization_pending', 'documented', false, 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.'),
  70018: define(400, 'bad_verification_code', 'documented', false, 'Invalid verification code.'),
  70019: define(400, 'expired_token', 'documented', false, 'Verification code expired.'),
  90055: define(429, 'temporarily_unavailable', 'documented', false, 'There are too many incoming requests.'),
  90033: define(503, 'temporarily_unavailable', 'documented', false, 'A transient error has occurred. Please try again.'),
  50000: define(500, 'server_error', 'documented', false, 'There was an error issuing a token or an issue with our sign-in service.'),
} satisfies Record<number, Definition>
