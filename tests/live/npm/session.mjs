// Express with express-session and csurf: a login page for browsers, a session cookie, a CSRF token for writes.
import express from 'express'
import session from 'express-session'
import csurf from 'csurf'

const app = express()
let made = 0
app.use(session({ secret: '0'.repeat(32), resave: false, saveUninitialized: false, name: 'connect.sid' }))
app.use(express.json())
app.get('/made', (_, res) => res.json(made))
app.get('/login-as', (req, res) => { req.session.user = 'sam'; res.json({ ok: true }) })
app.use(csurf())
app.get('/token', (req, res) => res.json({ token: req.csrfToken() }))
app.get('/page', (req, res) => req.session.user ? res.send('<h1>Welcome</h1>') : res.redirect('/login?next=/page'))
app.get('/login', (_, res) => res.send('<html><title>Log in</title><form method="post"><input name="username"><input type="password" name="password"></form></html>'))
app.get('/api/me', (req, res) => {
  if (req.session.user) return res.json({ user: req.session.user })
  if (req.headers.cookie) return res.status(401).json({ error: 'session_expired', message: 'Your session has expired. Please log in again.' })
  res.status(401).json({ error: 'login_required', message: 'Please log in' })
})
app.post('/api/orders', (req, res) => {
  if (!req.session.user) return res.status(401).json({ error: 'login_required' })
  made += 1
  res.json({ made })
})
app.use((err, _req, res, _next) => res.status(err.status ?? 500).json({ error: err.code, message: err.message }))
app.listen(Number(process.argv[2]), '127.0.0.1')
