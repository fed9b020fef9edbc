// The parts of Node.js's util module that flows use.
(function (host, api) {
  'use strict';
  const inspect = (value, options) => {
    const depth = options === null || typeof options !== 'object' ? undefined : options.depth;
    if (typeof value === 'symbol') {
      return value.toString();
    }
    return host.inspect(value, depth === null ? 1000 : depth === undefined ? 2 : Number(depth));
  };
  inspect.custom = Symbol.for('nodejs.util.inspect.custom');

  function plain(value) {
    return typeof value === 'string' ? value : inspect(value);
  }

  function format(first, ...values) {
    let next = 0;
    let text;
    if (typeof first === 'string') {
      text = first.replace(/%[sdifjoOc%]/g, (directive) => {
        if (directive === '%%') {
          return values.length === 0 ? directive : '%';
        }
        if (next >= values.length) {
          return directive;
        }
        const value = values[next++];
        switch (directive) {
          case '%s':
            return typeof value === 'object' && value !== null ? inspect(value, { depth: 0 })
              : String(value);
          case '%d':
            return typeof value === 'object' ? 'NaN' : String(Number(value));
          case '%i':
            return typeof value === 'object' ? 'NaN' : String(parseInt(value, 10));
          case '%f':
            return String(parseFloat(value));
          case '%j':
            try {
              return JSON.stringify(value);
            } catch (error) {
              return '[Circular]';
            }
          case '%c':
            return '';
          default:
            return inspect(value, { depth: 4 });
        }
      });
    } else if (first === undefined && values.length === 0) {
      return arguments.length === 0 ? '' : 'undefined';
    } else {
      text = plain(first);
    }
    for (; next < values.length; next++) {
      text += ' ' + plain(values[next]);
    }
    return text;
  }

  const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
  const types = {
    isDate: (value) => value instanceof Date,
    isRegExp: (value) => value instanceof RegExp,
    isPromise: (value) => value instanceof Promise,
    isMap: (value) => value instanceof Map,
    isSet: (value) => value instanceof Set,
    isNativeError: (value) => value instanceof Error,
    isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    isUint8Array: (value) => value instanceof Uint8Array,
    isArrayBuffer: (value) => value instanceof ArrayBuffer,
    isAsyncFunction: (value) => tag(value) === 'AsyncFunction',
    isGeneratorFunction: (value) => tag(value) === 'GeneratorFunction',
  };

  return {
    inspect,
    format,
    promisify: api.promisify,
    types,
    inherits(constructor, parent) {
      Object.setPrototypeOf(constructor.prototype, parent.prototype);
      Object.defineProperty(constructor, 'super_', { value: parent, configurable: true });
    },
    deprecate: (fn) => fn,
    callbackify: (fn) => (...values) => {
      const callback = values.pop();
      fn(...values).then((value) => callback(null, value), (error) => callback(error));
    },
    isDeepStrictEqual: (a, b) => api.part('red').compareObjects(a, b),
    isArray: Array.isArray,
    toUSVString: (text) => String(text).toWellFormed(),
    get TextEncoder() {
      return api.part('buffer').TextEncoder;
    },
    get TextDecoder() {
      return api.part('buffer').TextDecoder;
    },
  };
});
