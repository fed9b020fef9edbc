// Node.js's Buffer: a Uint8Array with more to it. What walks over bytes is done by the host.
(function (host) {
  'use strict';
  const { encode, decode, findBytes, compareBytes } = host;

  function fail(Kind, code, text) {
    const error = new Kind(text);
    error.code = code;
    throw error;
  }

  // The host's bytes are copied: a view of them would let two owners write to one array.
  function copyOf(hostBytes) {
    const view = new Uint8Array(new ArrayBuffer(hostBytes));
    const copy = new Buffer(view.length);
    copy.set(view);
    return copy;
  }

  const ENCODINGS = new Set([
    'utf8', 'utf-8', 'hex', 'base64', 'base64url', 'ascii', 'latin1', 'binary', 'ucs2', 'ucs-2',
    'utf16le', 'utf-16le',
  ]);
  function encodingOf(name) {
    const encoding = name === undefined || name === null || name === '' ? 'utf8'
      : String(name).toLowerCase();
    if (!ENCODINGS.has(encoding)) {
      fail(TypeError, 'ERR_UNKNOWN_ENCODING', 'Unknown encoding: ' + name);
    }
    return encoding;
  }

  function text(buffer, encoding, start, end) {
    return encode(buffer.buffer, buffer.byteOffset + start, Math.max(0, end - start), encoding);
  }

  function clamp(value, otherwise, length) {
    if (value === undefined) {
      return otherwise;
    }
    const n = Math.trunc(Number(value)) || 0;
    return n < 0 ? Math.max(0, length + n) : Math.min(n, length);
  }

  class Buffer extends Uint8Array {
    constructor(source, offset, length) {
      if (typeof source === 'string') {
        super(copyOf(decode(source, encodingOf(offset))));
      } else {
        super(source, offset, length);
      }
    }

    static from(source, second, third) {
      if (typeof source === 'string') {
        return copyOf(decode(source, encodingOf(second)));
      }
      if (source instanceof ArrayBuffer || source instanceof SharedArrayBuffer) {
        return new Buffer(source, second, third);
      }
      if (source !== null && typeof source === 'object') {
        const items = source.type === 'Buffer' && Array.isArray(source.data) ? source.data : source;
        if (typeof items.length === 'number') {
          const buffer = new Buffer(items.length);
          buffer.set(ArrayBuffer.isView(items) ? items : Array.from(items, (item) => item & 255));
          return buffer;
        }
        const primitive = typeof source.valueOf === 'function' ? source.valueOf() : source;
        if (primitive !== source) {
          return Buffer.from(primitive, second, third);
        }
      }
      return fail(TypeError, 'ERR_INVALID_ARG_TYPE',
        'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array'
        + ' or an Array-like Object. Received ' + (source === null || source === undefined ? source
          : 'type ' + typeof source + ' (' + String(source) + ')'));
    }

    static of(...items) {
      return Buffer.from(items);
    }

    static alloc(size, fill, encoding) {
      if (typeof size !== 'number') {
        fail(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "size" argument must be of type number.');
      }
      const buffer = new Buffer(size);
      return fill === undefined || fill === 0 ? buffer : buffer.fill(fill, encoding);
    }

    static allocUnsafe(size) {
      return Buffer.alloc(size);
    }

    static allocUnsafeSlow(size) {
      return Buffer.alloc(size);
    }

    static concat(list, totalLength) {
      if (!Array.isArray(list)) {
        fail(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "list" argument must be an instance of Array.');
      }
      const length = totalLength === undefined
        ? list.reduce((sum, item) => sum + item.length, 0) : totalLength;
      const buffer = new Buffer(length);
      let at = 0;
      for (const item of list) {
        if (at >= length) {
          break;
        }
        buffer.set(item.length > length - at ? item.subarray(0, length - at) : item, at);
        at += item.length;
      }
      return buffer;
    }

    static isBuffer(value) {
      return value instanceof Buffer;
    }

    static isEncoding(name) {
      return typeof name === 'string' && ENCODINGS.has(name.toLowerCase());
    }

    static byteLength(value, encoding) {
      return typeof value === 'string' ? Buffer.from(value, encoding).length : value.byteLength;
    }

    static compare(a, b) {
      return compareBytes(a.buffer, a.byteOffset, a.length, b.buffer, b.byteOffset, b.length);
    }

    toString(encoding, start, end) {
      return text(this, encodingOf(encoding), clamp(start, 0, this.length),
        clamp(end, this.length, this.length));
    }

    toLocaleString(encoding) {
      return this.toString(encoding);
    }

    toJSON() {
      return { type: 'Buffer', data: Array.from(this) };
    }

    equals(other) {
      if (!(other instanceof Uint8Array)) {
        fail(TypeError, 'ERR_INVALID_ARG_TYPE',
          'The "otherBuffer" argument must be an instance of Buffer or Uint8Array.');
      }
      return this.length === other.length && Buffer.compare(this, other) === 0;
    }

    compare(other, start, end, thisStart, thisEnd) {
      return Buffer.compare(
        this.subarray(thisStart === undefined ? 0 : thisStart, thisEnd),
        other.subarray(start === undefined ? 0 : start, end));
    }

    slice(start, end) {
      return this.subarray(start, end);
    }

    copy(target, targetStart = 0, start = 0, end = this.length) {
      const bytes = this.subarray(start, Math.min(end, start + target.length - targetStart));
      target.set(bytes, targetStart);
      return bytes.length;
    }

    write(string, offset, length, encoding) {
      if (typeof offset === 'string') {
        encoding = offset;
        offset = undefined;
        length = undefined;
      } else if (typeof length === 'string') {
        encoding = length;
        length = undefined;
      }
      const at = offset === undefined ? 0 : offset;
      const room = Math.min(length === undefined ? Infinity : length, this.length - at);
      let bytes = Buffer.from(string, encoding);
      if (bytes.length > room) {
        bytes = bytes.subarray(0, room);
      }
      this.set(bytes, at);
      return bytes.length;
    }

    fill(value, offset, end, encoding) {
      if (typeof offset === 'string') {
        encoding = offset;
        offset = undefined;
        end = undefined;
      }
      const from = offset === undefined ? 0 : offset;
      const to = end === undefined ? this.length : end;
      if (typeof value === 'number' || typeof value === 'boolean') {
        super.fill(Number(value) & 255, from, to);
        return this;
      }
      const pattern = typeof value === 'string' ? Buffer.from(value, encoding) : value;
      if (pattern.length === 0) {
        super.fill(0, from, to);
        return this;
      }
      for (let at = from; at < to; at += pattern.length) {
        this.set(pattern.length > to - at ? pattern.subarray(0, to - at) : pattern, at);
      }
      return this;
    }

    indexOf(value, offset, encoding) {
      return find(this, value, offset, encoding, false);
    }

    lastIndexOf(value, offset, encoding) {
      return find(this, value, offset, encoding, true);
    }

    includes(value, offset, encoding) {
      return this.indexOf(value, offset, encoding) !== -1;
    }

    swap16() {
      return swap(this, 2);
    }

    swap32() {
      return swap(this, 4);
    }

    swap64() {
      return swap(this, 8);
    }
  }

  function find(buffer, value, offset, encoding, last) {
    if (typeof offset === 'string') {
      encoding = offset;
      offset = undefined;
    }
    const start = offset === undefined ? (last ? buffer.length : 0)
      : offset < 0 ? Math.max(0, buffer.length + offset) : offset;
    const bytes = typeof value === 'number' ? Buffer.from([value])
      : typeof value === 'string' ? Buffer.from(value, encoding) : value;
    return findBytes(buffer.buffer, buffer.byteOffset, buffer.length, bytes.buffer,
      bytes.byteOffset, bytes.length, start, last);
  }

  function swap(buffer, size) {
    if (buffer.length % size !== 0) {
      fail(RangeError, 'ERR_INVALID_BUFFER_SIZE',
        'Buffer size must be a multiple of ' + size * 8 + '-bits');
    }
    for (let at = 0; at < buffer.length; at += size) {
      buffer.subarray(at, at + size).reverse();
    }
    return buffer;
  }

  // ---- numbers ----

  function check(buffer, offset, size) {
    if (typeof offset !== 'number') {
      fail(TypeError, 'ERR_INVALID_ARG_TYPE',
        'The "offset" argument must be of type number. Received type ' + typeof offset);
    }
    if (offset < 0 || offset + size > buffer.length || !Number.isInteger(offset)) {
      if (buffer.length < size) {
        fail(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
      }
      fail(RangeError, 'ERR_OUT_OF_RANGE', 'The value of "offset" is out of range. It must be >= 0'
        + ' and <= ' + (buffer.length - size) + '. Received ' + offset);
    }
  }
  function view(buffer) {
    return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  }
  function method(name, value) {
    Object.defineProperty(Buffer.prototype, name, { value, writable: true, configurable: true });
  }

  const KINDS = [
    ['Int8', 1], ['UInt8', 1], ['Int16', 2], ['UInt16', 2], ['Int32', 4], ['UInt32', 4],
    ['Float', 4], ['Double', 8], ['BigInt64', 8], ['BigUInt64', 8],
  ];
  const VIEW_NAMES = { Float: 'Float32', Double: 'Float64', BigUInt64: 'BigUint64' };
  function limits(kind, size) {
    const bits = size * 8;
    return kind.startsWith('UInt') ? [0, 2 ** bits - 1]
      : kind.startsWith('Int') ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : undefined;
  }
  function checkValue(value, range) {
    if (range !== undefined && (value < range[0] || value > range[1])) {
      fail(RangeError, 'ERR_OUT_OF_RANGE', 'The value of "value" is out of range. It must be >= '
        + range[0] + ' and <= ' + range[1] + '. Received ' + value);
    }
  }
  for (const [kind, size] of KINDS) {
    const viewName = VIEW_NAMES[kind] || kind.replace('UInt', 'Uint');
    const range = limits(kind, size);
    for (const order of size === 1 ? [''] : ['LE', 'BE']) {
      const little = order === 'LE';
      const read = function (offset = 0) {
        check(this, offset, size);
        return view(this)['get' + viewName](offset, little);
      };
      const write = function (value, offset = 0) {
        check(this, offset, size);
        checkValue(value, range);
        view(this)['set' + viewName](offset, value, little);
        return offset + size;
      };
      method('read' + kind + order, read);
      method('write' + kind + order, write);
      if (kind.includes('UInt')) {
        method('read' + kind.replace('UInt', 'Uint') + order, read);
        method('write' + kind.replace('UInt', 'Uint') + order, write);
      }
    }
  }
  for (const order of ['LE', 'BE']) {
    const readUnsigned = function (offset, size) {
      check(this, offset, size);
      let value = 0;
      for (let i = 0; i < size; i++) {
        value = value * 256 + this[order === 'BE' ? offset + i : offset + size - 1 - i];
      }
      return value;
    };
    const writeAny = function (value, offset, size) {
      check(this, offset, size);
      let rest = value < 0 ? value + 256 ** size : value;
      for (let i = 0; i < size; i++) {
        this[order === 'LE' ? offset + i : offset + size - 1 - i] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      return offset + size;
    };
    for (const name of ['UInt', 'Uint']) {
      method('read' + name + order, readUnsigned);
      method('write' + name + order, writeAny);
    }
    method('readInt' + order, function (offset, size) {
      const value = readUnsigned.call(this, offset, size);
      return value >= 256 ** size / 2 ? value - 256 ** size : value;
    });
    method('writeInt' + order, writeAny);
  }

  class TextEncoder {
    get encoding() {
      return 'utf-8';
    }
    encode(string = '') {
      return new Uint8Array(copyOf(decode(String(string), 'utf8')));
    }
  }
  class TextDecoder {
    get encoding() {
      return 'utf-8';
    }
    decode(bytes) {
      if (bytes === undefined) {
        return '';
      }
      const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
      return encode(view.buffer, view.byteOffset, view.byteLength, 'utf8');
    }
  }

  return { Buffer, TextEncoder, TextDecoder, fromHost: copyOf };
});
