// Hashes, message authentication and random values of Node.js's crypto module.
(function (host, api) {
  'use strict';
  const { Buffer } = api.part('buffer');

  function bytesOf(data, encoding) {
    if (typeof data === 'string') {
      return Buffer.from(data, encoding === undefined ? 'utf8' : encoding);
    }
    if (data instanceof ArrayBuffer) {
      return Buffer.from(data);
    }
    if (ArrayBuffer.isView(data)) {
      return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    }
    const error = new TypeError('The "data" argument must be of type string or a Buffer');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const part = (bytes) => [bytes.buffer, bytes.byteOffset, bytes.byteLength];
  const encoded = (bytes, encoding) =>
    encoding === undefined || encoding === 'buffer' ? bytes : bytes.toString(encoding);

  class Digest {
    #pieces = [];
    #finish;
    #isFinished = false;
    constructor(finish) {
      this.#finish = finish;
    }
    update(data, encoding) {
      this.#check();
      // Copied: what is updated with may be written to before the digest is asked for.
      this.#pieces.push(Buffer.from(bytesOf(data, encoding)));
      return this;
    }
    digest(encoding) {
      this.#check();
      this.#isFinished = true;
      return encoded(this.#finish(Buffer.concat(this.#pieces)), encoding);
    }
    #check() {
      if (this.#isFinished) {
        const error = new Error('Digest already called');
        error.code = 'ERR_CRYPTO_HASH_FINALIZED';
        throw error;
      }
    }
  }
  function hash(algorithm, data) {
    return api.bytes(host.digest(String(algorithm), ...part(data)));
  }
  function random(size) {
    if (!Number.isInteger(size) || size < 0 || size > 65536) {
      throw new RangeError('The value of "size" is out of range: 0 to 65536');
    }
    return api.bytes(host.randomBytes(size));
  }
  function later(callback, make) {
    if (callback === undefined) {
      return make();
    }
    const value = make();
    Promise.resolve().then(() => callback(null, value));
    return undefined;
  }

  return {
    createHash(algorithm) {
      host.digest(String(algorithm), ...part(Buffer.alloc(0)));
      return new Digest((data) => hash(algorithm, data));
    },
    createHmac(algorithm, key) {
      const secret = Buffer.from(bytesOf(key));
      host.hmac(String(algorithm), ...part(secret), ...part(Buffer.alloc(0)));
      return new Digest(
        (data) => api.bytes(host.hmac(String(algorithm), ...part(secret), ...part(data))));
    },
    hash: (algorithm, data, encoding = 'hex') =>
      encoded(hash(algorithm, bytesOf(data)), encoding),
    getHashes: () => ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'],
    randomBytes: (size, callback) => later(callback, () => random(size)),
    randomInt(from, to, callback) {
      if (to === undefined || typeof to === 'function') {
        callback = to;
        to = from;
        from = 0;
      }
      if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to <= from
          || to - from > 2 ** 48 - 1) {
        throw new RangeError('The range of randomInt must be 1 to 281474976710655');
      }
      return later(callback, () => {
        const range = to - from;
        const most = 2 ** 48 - (2 ** 48 % range);
        for (;;) {
          const value = random(6).readUIntBE(0, 6);
          if (value < most) {
            return from + (value % range);
          }
        }
      });
    },
    randomUUID() {
      const bytes = random(16);
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
    timingSafeEqual(a, b) {
      const left = bytesOf(a);
      const right = bytesOf(b);
      if (left.length !== right.length) {
        throw new RangeError('Input buffers must have the same byte length');
      }
      let difference = 0;
      for (let i = 0; i < left.length; i++) {
        difference |= left[i] ^ right[i];
      }
      return difference === 0;
    },
  };
});
