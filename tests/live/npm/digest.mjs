// http-auth: Basic and Digest of Node's most used library for both.
import http from 'node:http'
import auth from 'http-auth'

const [port, password] = [Number(process.argv[2]), process.argv[3]]
const md5 = (await import('node:crypto')).createHash('md5').update(`sam:live:${password}`).digest('hex')
const digest = auth.digest({ realm: 'live' }, (user, done) => user === 'sam' ? done(md5) : done())
const basic = auth.basic({ realm: 'live' }, (user, given, done) => done(user === 'sam' && given === password))
http.createServer((req, res) => (req.url.startsWith('/digest') ? digest : basic).check(() => res.end('ok'))(req, res)).listen(port, '127.0.0.1')
