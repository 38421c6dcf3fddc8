// Hono's own middlewares: a JWT, one in a cookie, a fixed Bearer, and a key behind a scheme in a header of another name.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { jwt } from 'hono/jwt'

const [port, secret, key] = [Number(process.argv[2]), process.argv[3], process.argv[4]]
const app = new Hono()
app.use('/jwt', jwt({ secret, alg: 'HS256', verification: { iss: 'https://issuer.example', aud: 'orders' } }))
app.use('/cookie', jwt({ secret, alg: 'HS256', cookie: 'access' }))
app.use('/bearer', bearerAuth({ token: key }))
app.use('/key', bearerAuth({ token: key, prefix: 'ApiKey', headerName: 'X-Orders-Auth' }))
for (const path of ['/jwt', '/cookie', '/bearer', '/key']) app.get(path, (c) => c.json({ ok: true }))
app.get('/old', (c) => c.redirect('/bearer'))
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
