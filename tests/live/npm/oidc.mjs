// oidc-provider: a whole OpenID provider, its token endpoint, userinfo and JWKS.
import Provider from 'oidc-provider'

const port = Number(process.argv[2])
const issuer = `http://127.0.0.1:${port}`
const provider = new Provider(issuer, {
  clients: [{ client_id: 'live-client', client_secret: process.argv[3], grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true }, devInteractions: { enabled: false } },
  findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) })
})
provider.listen(port, '127.0.0.1')
