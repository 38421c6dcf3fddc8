// s3rver: an S3 stand-in that checks AWS Signature Version 4.
import S3rver from 's3rver'

const server = new S3rver({ port: Number(process.argv[2]), address: '127.0.0.1', silent: true, directory: process.argv[3],
  configureBuckets: [{ name: 'live' }] })
await server.run()
