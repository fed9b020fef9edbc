// An aedes broker on the port given.
const { createServer } = require('node:net');
const aedes = require('aedes')();

createServer(aedes.handle).listen(Number(process.argv[2]), '127.0.0.1');
