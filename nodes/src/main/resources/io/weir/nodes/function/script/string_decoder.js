// Node.js's StringDecoder: text from bytes that come in pieces, without cutting characters.
(function (host, api) {
  'use strict';
  const { Buffer } = api.part('buffer');

  /** How many bytes at the end belong to a character whose rest is still to come. */
  function unfinished(bytes, encoding) {
    const n = bytes.length;
    switch (encoding) {
      case 'utf8':
      case 'utf-8':
        for (let back = 1; back <= Math.min(3, n); back++) {
          const byte = bytes[n - back];
          if ((byte & 0xc0) !== 0x80) {
            const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
            return size > back ? back : 0;
          }
        }
        return 0;
      case 'utf16le':
      case 'ucs2':
      case 'ucs-2':
      case 'utf-16le': {
        const odd = n % 2;
        const high = n >= 2 + odd ? bytes[n - 1 - odd] : 0;
        return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
      }
      case 'base64':
      case 'base64url':
        return n % 3;
      default:
        return 0;
    }
  }

  class StringDecoder {
    #rest = Buffer.alloc(0);
    constructor(encoding) {
      this.encoding = encoding === undefined ? 'utf8' : String(encoding).toLowerCase();
      if (!Buffer.isEncoding(this.encoding)) {
        const error = new TypeError('Unknown encoding: ' + encoding);
        error.code = 'ERR_UNKNOWN_ENCODING';
        throw error;
      }
    }
    write(piece) {
      if (typeof piece === 'string') {
        return piece;
      }
      const bytes = Buffer.concat([this.#rest, Buffer.from(piece)]);
      const end = bytes.length - unfinished(bytes, this.encoding);
      this.#rest = bytes.subarray(end);
      return bytes.subarray(0, end).toString(this.encoding);
    }
    end(piece) {
      const text = piece === undefined ? '' : this.write(piece);
      const rest = this.#rest.toString(this.encoding);
      this.#rest = Buffer.alloc(0);
      return text + rest;
    }
  }
  return { StringDecoder };
});
