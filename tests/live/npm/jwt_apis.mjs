// Four JWT libraries of Node behind one process: express-jwt, express-oauth2-jwt-bearer, passport-jwt, koa-jwt, @fastify/jwt.
import express from 'express'
import { expressjwt } from 'express-jwt'
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer'
import Fastify from 'fastify'
import fastifyJwt from '@fastify/jwt'
import Koa from 'koa'
import koaJwt from 'koa-jwt'
import passport from 'passport'
import { Strategy, ExtractJwt } from 'passport-jwt'

const [kind, secret] = [process.argv[3], process.argv[4]]
const port = Number(process.argv[2])
const audience = 'orders'
const issuer = 'https://issuer.example/'
process.env.NODE_ENV = 'production'

const kinds = {
  'express-jwt': () => {
    const app = express()
    app.get('/me', expressjwt({ secret, audience, issuer, algorithms: ['HS256'] }), (_, res) => res.json({ ok: true }))
    app.use((err, _req, res, _next) => res.status(err.status ?? 500).json({ code: err.code, message: err.message }))
    app.listen(port, '127.0.0.1')
  },
  'express-oauth2-jwt-bearer': () => {
    const app = express()
    const check = auth({ secret, audience, issuer, tokenSigningAlg: 'HS256' })
    app.get('/me', check, (_, res) => res.json({ ok: true }))
    app.get('/write', check, requiredScopes('write'), (_, res) => res.json({ ok: true }))
    app.use((err, _req, res, _next) => res.status(err.status ?? 500).set(err.headers ?? {}).json({ error: err.code, message: err.message }))
    app.listen(port, '127.0.0.1')
  },
  dpop: () => {
    const app = express()
    app.get('/me', auth({ secret, audience, issuer, tokenSigningAlg: 'HS256', dpop: { enabled: true, required: true } }), (_, res) => res.json({ ok: true }))
    app.use((err, _req, res, _next) => res.status(err.status ?? 500).set(err.headers ?? {}).json({ error: err.code, message: err.message }))
    app.listen(port, '127.0.0.1')
  },
  passport: () => {
    const app = express()
    const from = ExtractJwt.fromAuthHeaderAsBearerToken()
    passport.use(new Strategy({ jwtFromRequest: from, secretOrKey: secret, audience, issuer }, (claims, done) => done(null, claims)))
    app.get('/me', passport.authenticate('jwt', { session: false }), (_, res) => res.json({ ok: true }))
    app.listen(port, '127.0.0.1')
  },
  koa: () => {
    const app = new Koa()
    app.silent = true
    app.use(koaJwt({ secret, audience, issuer, debug: true }))
    app.use(ctx => { ctx.body = { ok: true } })
    app.listen(port, '127.0.0.1')
  },
  fastify: () => {
    const app = Fastify()
    app.register(fastifyJwt, { secret, verify: { allowedAud: audience, allowedIss: issuer } })
    app.get('/me', { onRequest: async req => { await req.jwtVerify() } }, async () => ({ ok: true }))
    app.listen({ port, host: '127.0.0.1' })
  }
}
kinds[kind]()
