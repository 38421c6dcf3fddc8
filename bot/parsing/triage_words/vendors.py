"""Word table: what providers and libraries say when they refuse, without the number."""

WORDS = {
    "strong": """
a json web token could not be decoded | token was revoked. you have to re-authorize from the user
token is expired. you can either do re-authorization or token refresh
token is invalid, expired, or not supported for this endpoint | invalid api key provided | expired api key provided
you did not provide an api key | this api call cannot be made with a publishable api key
client authentication failed | the client credentials are invalid | token signature verification failed
authentication failed due to invalid authentication credentials or a missing authorization header
this request could not be authorized | http header of your request was incorrect or expired
http header of your request was malformed | access_token_expired | access_token_revoked
http status response - unauthorized | revoked_token | the api key provided is invalid | invalid webhook token
request had invalid authentication credentials | access_token_type_unsupported
request is missing required authentication credential | the oauth client was not found
aws was not able to validate the provided access credentials | the access token is from the wrong issuer
the access token expiry utc time | the access token has been obtained for wrong audience or resource
compacttoken parsing failed with error code: 80049217 | compacttoken validation failed with reason code: 80049228
access token validation failure. invalid audience | access token has expired or is not yet valid
lifetime validation failed, the token is expired | access token is empty | idx14100
access denied due to invalid subscription key or wrong api endpoint | invalid api token
provided credentials are missing or invalid | unable to authenticate you | invalid credentials provided
the request is missing an authentication token | you didn't provide an api key
you must be a member of an organization to use the api | ip not authorized
openai-organization header should match organization for api key | your authentication token has been invalidated
the openai account associated with this api key has been deactivated | invalid x-api-key
x-api-key header is required | oauth token has expired
invalid oauth token. the provided token was not found or is malformed | invalid credentials in authorization header
access token expired or expiration date invalid | invalid access token issuer/subject | invalid access token signature
the provided authorization grant is invalid, expired, or revoked | permission denied, wrong credentials
invalid private key | no account or server api tokens were supplied in the http headers | api key invalid
[api] invalid api key or access token (unrecognized login or wrong password) | session expired or invalid
this session is not valid for use with the rest api | invalid_auth_header | authentication credentials not found
the oauth token used to make this call expired | couldn't authenticate you
the access token provided is expired, revoked, malformed or invalid for other reasons | token_unauthorized
token_not_found | access token invalid | client must be authenticated to access this resource
basic authentication with passwords is deprecated | unauthorized; scope does not match | invalid app token
unauthorized permission requested | api token is invalid | authentication_required | the bearer token has expired
oauth token not found | authentication_failed | the access token is invalid | the access token expired
the access token was revoked | one or both of username and password are invalid | authorization_invalid_token
the specified integrator key was not found or is disabled | authenticationfailed; errorcode=003200
malformed bearer token: too short or too long | general authentication error | tokenexpired
authorizationunsuccessful | invalid token provided | bad http authentication header format
expired token received for json web token validation | invalid signature received for json web token validation
expired api key | http 401 with an empty or html body | could not authenticate
please use personal access token to login | unable to authenticate, your authentication token seems to be invalid
incorrect or missing password | wrong username was used | token failed verification: expired
authentication is required | invalid api key. every request requires a valid api key to be sent
"reason":"unauthorized" | missing authentication credentials for rest request
missing authentication token for rest request | unable to authenticate user
unable to authenticate with provided credentials | api key is expired | you are not authorized for this resource
api_key_access_list_access_denied | jwt token is invalid | invalid oauth access token | oauth access token expired
incorrect username or password was specified | credential was not sent or was of an unsupported type for this api
jwsinvalidsignature | could not parse auth token | auth token is expired | not authorized - invalid token
not authorized - no token | unable to authenticate request
the access token you sent could not be found or is invalid | expired_access_token | invalid_access_token
missing/invalid/expired access token | the token used in the request has been revoked by the user
the token used in the request has expired | empty oauth2 access token | could not authenticate you
invalid or expired token | "error": 401 | idx1* | aadsts* | api key expired | token revoked | token was revoked
token has been revoked | 'expiration time' claim ('exp') | 'issued at' claim ('iat') | token_invalid | missing_token
no_token | jsonwebtokenerror | tokenexpirederror | jwt signature | jwtverificationexception
signatureverificationexception | invalid jwt signature | jwt not active | invalid_jwt | token_malformed
""",
    "weak": """
login required | token not found | no token provided | invalid key | could not authenticate | unable to authenticate
authentication is required | bad audience | token cannot be empty | you must log in first | could not be authenticated
failed to authenticate | not logged in | must be authenticated | authentication required | couldn't authenticate
""",
}
