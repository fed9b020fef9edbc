// The globals of a function node. Evaluated once in each context; gets the host's functions and
// returns what the host needs of the guest.
(function (host) {
  'use strict';
  const {
    send, done, report, status, onClose, linkCall, contextGet, contextSet, contextKeys, env,
    startTimer, stopTimer, write, load, accept, fail,
  } = host;
  const global = globalThis;
  const keysOf = Object.keys;
  const define = Object.defineProperty;

  function hidden(target, name, value) {
    define(target, name, { value, writable: true, configurable: true, enumerable: false });
  }

  // Parts that few functions need are evaluated when first asked for.
  const parts = new Map();
  function part(name) {
    let value = parts.get(name);
    if (value === undefined) {
      value = load(name)(host, api);
      parts.set(name, value);
    }
    return value;
  }
  function lazily(name, make) {
    define(global, name, {
      configurable: true,
      enumerable: false,
      get() {
        const value = make();
        hidden(global, name, value);
        return value;
      },
      set(value) {
        hidden(global, name, value);
      },
    });
  }

  // ---- node ----

  const levels = {};
  for (const level of ['error', 'warn', 'log', 'debug', 'trace']) {
    levels[level] = function (value, message) {
      report(level, value, message, arguments.length > 1);
    };
  }
  const shared = {
    ...levels,
    status(value) {
      status(value);
    },
  };
  const identity = { id: host.id, name: host.name, path: host.path, outputCount: host.outputs };

  // All that is the same for every call stands on a prototype: making an object is what costs.
  const always = {
    ...identity,
    ...shared,
    on(event, listener) {
      if (event === 'input') {
        throw new Error("Cannot add listener to 'input' event within Function");
      }
      if (event === 'close') {
        onClose(listener);
      }
    },
    linkcall(target, message, options) {
      return new Promise((resolve, reject) => {
        const timeout = (options && options.timeout) || 5000;
        if (typeof target !== 'string') {
          throw new Error('link call target parameter is not valid, expected a string');
        }
        if (message === null || typeof message !== 'object') {
          throw new Error('link call msg parameter is not valid, expected an object');
        }
        const answered =
          options && options.clone === false
            ? (reply) => resolve(replaced(message, reply))
            : resolve;
        linkCall(target, message, timeout, answered, (text) => reject(new Error(text)));
      });
    },
  };
  /** Gives an object the content of another. */
  function replaced(target, source) {
    for (const key of keysOf(target)) {
      if (!(key in source)) {
        delete target[key];
      }
    }
    return Object.assign(target, source);
  }
  function nodeForCall(call, message) {
    return {
      __proto__: always,
      send(messages) {
        send(call, messages);
      },
      done(error) {
        done(call, error, message);
      },
    };
  }
  function nodeForSetup(call) {
    return {
      ...identity,
      ...shared,
      send(messages) {
        send(call, messages);
      },
    };
  }

  // ---- context ----

  function answer(callback, action) {
    if (callback === undefined) {
      return action();
    }
    if (typeof callback !== 'function') {
      throw new Error('Callback must be a function');
    }
    let result;
    try {
      result = action();
    } catch (error) {
      callback(error);
      return undefined;
    }
    return [result];
  }

  function several(key) {
    if (Array.isArray(key) && key.length === 0) {
      throw new Error('Invalid context key');
    }
    return Array.isArray(key);
  }

  function scope(name) {
    return {
      get(key, store, callback) {
        if (callback === undefined && typeof store === 'function') {
          callback = store;
          store = undefined;
        }
        const result = answer(callback, () =>
          several(key)
            ? key.map((one) => contextGet(name, one, store))
            : contextGet(name, key, store));
        if (callback === undefined) {
          return result;
        }
        if (result !== undefined) {
          if (several(key)) {
            callback(undefined, ...result[0]);
          } else {
            callback(undefined, result[0]);
          }
        }
        return undefined;
      },
      set(key, value, store, callback) {
        if (callback === undefined && typeof store === 'function') {
          callback = store;
          store = undefined;
        }
        const result = answer(callback, () => {
          if (!several(key)) {
            contextSet(name, key, value, store);
          } else if (!Array.isArray(value)) {
            key.forEach((one, i) => contextSet(name, one, i === 0 ? value : null, store));
          } else {
            key.forEach((one, i) => contextSet(name, one, i < value.length ? value[i] : null, store));
          }
        });
        if (callback !== undefined && result !== undefined) {
          callback();
        }
      },
      keys(store, callback) {
        if (callback === undefined && typeof store === 'function') {
          callback = store;
          store = undefined;
        }
        const result = answer(callback, () => contextKeys(name, store));
        if (callback === undefined) {
          return result;
        }
        if (result !== undefined) {
          callback(undefined, result[0]);
        }
        return undefined;
      },
    };
  }
  const flow = scope('flow');
  const globals = scope('global');
  const context = scope('node');
  context.flow = flow;
  context.global = globals;

  // ---- timers ----

  class Timeout {
    constructor(handle) {
      hidden(this, 'handle', handle);
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
    hasRef() {
      return true;
    }
    close() {
      stopTimer(this.handle);
      return this;
    }
  }
  function timer(repeats) {
    return function (callback, milliseconds, ...values) {
      if (typeof callback !== 'function') {
        const error = new TypeError('The "callback" argument must be of type function');
        error.code = 'ERR_INVALID_ARG_TYPE';
        throw error;
      }
      const wait = Number(milliseconds);
      return new Timeout(
        startTimer(wait >= 1 && wait <= 2147483647 ? wait : 1, repeats, () => callback(...values)));
    };
  }
  function clearTimer(timeout) {
    if (timeout instanceof Timeout) {
      timeout.close();
    }
  }

  function promisify(original) {
    if (typeof original !== 'function') {
      throw new TypeError('The "original" argument must be of type function');
    }
    if (original === setTimeout) {
      return (milliseconds, value) =>
        new Promise((resolve) => setTimeout(resolve, milliseconds, value));
    }
    return function (...values) {
      return new Promise((resolve, reject) => {
        original.call(this, ...values, (error, result) => {
          if (error) {
            reject(error);
          } else {
            resolve(result);
          }
        });
      });
    };
  }

  // ---- console ----

  const console = {};
  for (const [name, level] of [
    ['log', 'info'], ['info', 'info'], ['debug', 'debug'], ['trace', 'debug'], ['warn', 'warn'],
    ['error', 'error'], ['dir', 'info'],
  ]) {
    console[name] = (...values) => write(level, part('util').format(...values));
  }

  const setTimeout = timer(false);
  for (const [name, value] of Object.entries({
    console,
    promisify,
    context,
    flow,
    global: globals,
    env: { get: (name) => env(name) },
    setTimeout,
    setInterval: timer(true),
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
  })) {
    hidden(global, name, value);
  }
  lazily('util', () => part('util'));
  lazily('RED', () => ({ util: part('red') }));
  lazily('Buffer', () => part('buffer').Buffer);
  lazily('URL', () => part('url').URL);
  lazily('URLSearchParams', () => part('url').URLSearchParams);

  // ---- calls ----

  function isThenable(value) {
    return value !== null && typeof value === 'object' && typeof value.then === 'function';
  }

  const api = {
    part,
    promisify,
    isThenable,
    nodeForCall,
    nodeForSetup,

    /** Calls a function with a message of any shape. */
    call(fn, call, message, wantsNode) {
      let result;
      try {
        result = fn(message, wantsNode ? nodeForCall(call, message) : undefined);
      } catch (error) {
        fail(call, error, message);
        return;
      }
      api.settle(call, result, message);
    },

    /** Takes what a function returned, now or later. */
    settle(call, result, message) {
      if (isThenable(result)) {
        result.then(
          (value) => accept(call, value, message),
          (error) => fail(call, error, message));
      } else {
        accept(call, result, message);
      }
    },

    /** Runs On Start. */
    setup(fn, call, resolved, rejected) {
      const result = fn(nodeForSetup(call));
      if (isThenable(result)) {
        result.then(() => resolved(), rejected);
      } else {
        resolved();
      }
    },

    /** Runs On Stop. */
    cleanup(fn, call) {
      fn(nodeForSetup(call));
    },

    /** Adds a property to an object under construction. */
    put(object, key, value) {
      if (key === '__proto__') {
        define(object, key, { value, writable: true, configurable: true, enumerable: true });
      } else {
        object[key] = value;
      }
      return object;
    },
    object: () => ({}),
    array: (...items) => items,
    pairs(...items) {
      const object = {};
      for (let i = 0; i < items.length; i += 2) {
        api.put(object, items[i], items[i + 1]);
      }
      return object;
    },
    push(array, item) {
      array.push(item);
    },
    hole: undefined,
    date: (milliseconds) => new Date(milliseconds),
    bigint: (text) => BigInt(text),
    isBigInt: (value) => typeof value === 'bigint',
    map(entries) {
      const map = new Map();
      for (let i = 0; i < entries.length; i += 2) {
        map.set(entries[i], entries[i + 1]);
      }
      return map;
    },
    set: (items) => new Set(items),
    entriesOf: (collection) =>
      collection instanceof Map ? [...collection].flat(1) : [...collection],
    error(name, message, code, cause, stack) {
      const make = { TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError }[name];
      const error = make === undefined ? new Error(message) : new make(message);
      if (make === undefined && name !== 'Error') {
        hidden(error, 'name', name);
      }
      if (code !== undefined) {
        error.code = code;
      }
      if (cause !== undefined) {
        hidden(error, 'cause', cause);
      }
      if (stack !== undefined) {
        hidden(error, 'stack', stack);
      }
      return error;
    },
    raise(name, message, code) {
      throw api.error(name, message, code === null ? undefined : code, undefined, undefined);
    },
    bytes: (source) => part('buffer').fromHost(source),
    kindOf(value) {
      if (value instanceof Error) {
        return 'error';
      }
      if (value instanceof Map) {
        return 'map';
      }
      if (value instanceof Set) {
        return 'set';
      }
      if (value instanceof RegExp) {
        return 'regexp';
      }
      if (value instanceof Uint8Array) {
        return 'bytes';
      }
      if (value instanceof ArrayBuffer) {
        return 'arraybuffer';
      }
      return Array.isArray(value) ? 'array' : 'object';
    },
    regexp: (source, flags) => new RegExp(source, flags),
    ownKeys: keysOf,
    describe: Object.getOwnPropertyDescriptor,
    hasOwn: (object, key) => Object.prototype.hasOwnProperty.call(object, key),
    json: (value) => JSON.stringify(value),
    asText: (value) => String(value),
    numberer: () => {
      const numbers = new Map();
      return (object) => {
        const known = numbers.get(object);
        if (known !== undefined) {
          return known;
        }
        numbers.set(object, numbers.size);
        return -1;
      };
    },
  };
  return api;
});
