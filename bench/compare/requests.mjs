import { request } from 'node:http';
import { differencesBetween } from './shown.mjs';

const FUNCTIONS = [
  'return msg;',
  'msg.payload = {q: msg.req.query, p: msg.req.params, b: msg.payload}; return msg;',
  'msg.payload = typeof msg.payload + Buffer.isBuffer(msg.payload); return msg;',
  'msg.statusCode = 201; return msg;',
  'msg.statusCode = "404"; return msg;',
  'msg.headers = {"X-A":"b","content-type":"text/plain"}; msg.payload = "t"; return msg;',
  'msg.payload = Buffer.from([1,2,255]); return msg;',
  'msg.payload = 5; return msg;',
  'msg.payload = null; return msg;',
  'delete msg.payload; return msg;',
  'msg.payload = [1,{a:2}]; return msg;',
  'msg.payload = ""; return msg;',
  'msg.cookies = {a:"b", c:{value:"d e", path:"/x", maxAge: 5000, httpOnly:true}, z:null}; msg.payload = "c"; return msg;',
  'msg.headers = {"set-cookie":["x=1","y=2"]}; msg.payload = "s"; return msg;',
  'msg.payload = msg.req.method + " " + msg.req.url + " " + msg.req.originalUrl + " " + msg.req.path; return msg;',
  'msg.payload = msg.req.cookies; return msg;',
  'msg.payload = "ü€"; return msg;',
  'msg.payload = msg.req.body; return msg;',
  'msg.headers = {location:"/e l"}; msg.statusCode = 302; msg.payload = "m"; return msg;',
  'msg.payload = msg.req.get("X-T") + msg.req.hostname.length + msg.req.protocol + msg.req.secure + msg.req.xhr; return msg;',
  'msg.statusCode = 204; msg.payload = "x"; return msg;',
  'msg.headers = {"content-length":"3"}; msg.payload = "abc"; return msg;',
  'msg.headers = {"content-type":"text/html"}; msg.payload = {a:1}; return msg;',
  'msg.payload = new Date(0); return msg;',
  'msg.payload = Object.keys(msg).sort().join(); return msg;',
  'msg.headers = {"X-N":5,"x-u":"ok"}; msg.payload = "h"; return msg;',
  'msg.payload = (msg.req.files || []).map(f => [f.fieldname, f.originalname, f.mimetype, f.size]); return msg;',
];
/** What a node has, and what is asked for. */
const PATHS = [
  ['/plain', '/plain'],
  ['/plain', '/plain/'],
  ['/p/:id', '/p/7'],
  ['/p/:id', '/p/a%20b'],
  ['/o/:id?', '/o'],
  ['/o/:id?', '/o/1'],
  ['/w/*', '/w/a/b'],
  ['/r/:a/:b', '/r/1/2'],
  ['/re/:n(\\d+)', '/re/12'],
  ['/re/:n(\\d+)', '/re/ab'],
  ['/Case', '/case'],
  ['/d/:a-:b', '/d/1-2'],
  ['/s/(a|b)', '/s/a'],
];
const QUERIES = ['', '', '', '?a=1&b=2', '?a[]=1&a[]=2', '?o[k]=v', '?e=%C3%BC&plus=a+b', '?x', '?a=1&a=2'];
const BODIES = [
  [],
  ['application/json', '{"a":1}'],
  ['application/json', '[1,2]'],
  ['application/json', '{bad'],
  ['application/json', ''],
  ['application/x-www-form-urlencoded', 'a=1&b=2&b=3&c[d]=4'],
  ['text/plain', 'hello'],
  ['application/octet-stream', '\x01\x02'],
  ['text/html', '<b>'],
  ['application/xml', '<a/>'],
  ['application/vnd.api+json', '{"v":1}'],
  ['image/png', '\x89PNG'],
  [
    'multipart/form-data; boundary=XX',
    '--XX\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n' +
      '--XX\r\nContent-Disposition: form-data; name="k"\r\n\r\nv\r\n--XX--\r\n',
  ],
];
const COOKIES = [undefined, undefined, undefined, 'a=1; b=2', 'j=j%3A%7B%22x%22%3A1%7D', 'bad', 'q="quoted"'];

/** Requests to http in nodes, and what http response nodes make of messages. */
export async function* compareRequests(engines, { random, cases }) {
  const flows = [{ id: 't', type: 'tab', label: 'Requests', disabled: false, info: '' }];
  const asked = random.times(cases, (i) => {
    const [pattern, path] = random.pick(PATHS);
    const method = random.pick(['get', 'get', 'post', 'post', 'put', 'delete', 'patch']);
    const upload = random.chance(0.3);
    const func = random.pick(FUNCTIONS);
    flows.push(
      {
        id: `in${i}`,
        type: 'http in',
        z: 't',
        name: '',
        url: `/c${i}${pattern}`,
        method,
        upload,
        x: 1,
        y: 1,
        wires: [[`do${i}`]],
      },
      {
        id: `do${i}`,
        type: 'function',
        z: 't',
        name: '',
        func,
        outputs: 1,
        timeout: 0,
        noerr: 0,
        initialize: '',
        finalize: '',
        libs: [],
        x: 1,
        y: 1,
        wires: [[`out${i}`]],
      },
      {
        id: `out${i}`,
        type: 'http response',
        z: 't',
        name: '',
        statusCode: random.pick(['', '', '', '202']),
        headers: {},
        x: 1,
        y: 1,
        wires: [],
      },
    );
    const [contentType, body] = method === 'get' ? [] : random.pick(BODIES);
    const headers = { 'content-type': contentType, cookie: random.pick(COOKIES), 'x-t': random.pick([undefined, 't']) };
    const uses = random.chance(0.9) ? method.toUpperCase() : random.pick(['HEAD', 'POST', 'GET']);
    return {
      method: uses,
      path: `/c${i}${path}${random.pick(QUERIES)}`,
      headers,
      body,
      of: `${method} ${pattern}, upload ${upload}: ${func}`,
    };
  });
  await Promise.all(engines.map((engine) => engine.deploy(flows)));
  for (const each of asked) {
    const answers = await Promise.all(engines.map((engine) => ask(engine.url, each)));
    const title = `${each.method} ${each.path} ${JSON.stringify(each.headers)} ${JSON.stringify(each.body)}\n  ${each.of}`;
    yield { title, differences: differencesBetween(...answers.map((answer) => new Map([['answer', [answer]]]))) };
  }
}

/** What no flow has said, or what differs each time. */
const LEFT_OUT = [
  'date',
  'connection',
  'keep-alive',
  'x-powered-by',
  'transfer-encoding',
  'vary',
  'access-control-allow-origin',
  'x-content-type-options',
  'content-security-policy',
];

function ask(base, { method, path, headers, body }) {
  return new Promise((resolve) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const bytes = body === undefined ? undefined : Buffer.from(body, 'latin1');
    if (bytes !== undefined) given['content-length'] = bytes.length;
    const sent = request(new URL(path, base), { method, headers: given }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('latin1');
        const isOwn =
          !/<title>Error<\/title>|"not_found"|^Bad Request/.test(text) && !(method === 'HEAD' && answer.statusCode >= 400);
        const told = Object.entries(answer.headers)
          .filter(([name]) => !LEFT_OUT.includes(name))
          .sort();
        // A refusal of the server's own is worded by each.
        resolve(isOwn ? `${answer.statusCode} ${JSON.stringify(told)} ${JSON.stringify(text)}` : `${answer.statusCode}`);
      });
    });
    sent.on('error', (error) => resolve(error.code));
    sent.setTimeout(4_000, () => sent.destroy(Object.assign(new Error(), { code: 'no answer' })));
    sent.end(bytes);
  });
}
