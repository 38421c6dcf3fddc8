// hapi with @hapi/hawk: signed requests whose time stamp counts.
import Hapi from '@hapi/hapi'
import Hawk from '@hapi/hawk'

const server = Hapi.server({ port: Number(process.argv[2]), host: '127.0.0.1' })
await server.register(Hawk)
const credentials = { live: { key: process.argv[3], algorithm: 'sha256', user: 'sam' } }
server.auth.strategy('hawk', 'hawk', { getCredentialsFunc: id => credentials[id] })
server.route({ method: 'GET', path: '/me', options: { auth: 'hawk' }, handler: () => ({ ok: true }) })
await server.start()
