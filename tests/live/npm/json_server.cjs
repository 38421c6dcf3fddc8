// json-server with json-server-auth: JWTs from its own /register.
const jsonServer = require('json-server')
const auth = require('json-server-auth')

const app = jsonServer.create()
const router = jsonServer.router({ users: [], orders: [{ id: 1, item: 'tea' }] })
app.db = router.db
app.use(auth.rewriter({ orders: 660 }))
app.use(jsonServer.defaults({ logger: false }))
app.use(auth)
app.use(router)
app.listen(Number(process.argv[2]), '127.0.0.1')
