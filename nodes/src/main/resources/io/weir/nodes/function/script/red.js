// RED.util: what Node-RED gives to functions for working with messages.
(function (host, api) {
  'use strict';

  function clone(value, known) {
    if (value === null || typeof value !== 'object') {
      return typeof value === 'function' ? {} : value;
    }
    if (known.has(value)) {
      return known.get(value);
    }
    if (value instanceof Date) {
      return new Date(value.getTime());
    }
    if (value instanceof RegExp) {
      return new RegExp(value.source, value.flags);
    }
    if (ArrayBuffer.isView(value)) {
      return value.constructor.from(value);
    }
    if (value instanceof Map || value instanceof Set) {
      const copy = value instanceof Map ? new Map() : new Set();
      known.set(value, copy);
      value.forEach((item, key) =>
        value instanceof Map ? copy.set(clone(key, known), clone(item, known))
          : copy.add(clone(item, known)));
      return copy;
    }
    if (Array.isArray(value)) {
      const copy = new Array(value.length);
      known.set(value, copy);
      for (let i = 0; i < value.length; i++) {
        copy[i] = clone(value[i], known);
      }
      return copy;
    }
    const copy = Object.create(Object.getPrototypeOf(value));
    known.set(value, copy);
    for (const key of Object.keys(value)) {
      copy[key] = value[key] === value ? copy : cloneMember(value[key], known);
    }
    return copy;
  }
  function cloneMember(value, known) {
    return typeof value === 'function' ? value : clone(value, known);
  }

  function cloneMessage(message) {
    if (message === null || typeof message !== 'object') {
      return message;
    }
    const known = new Map();
    for (const name of ['req', 'res']) {
      if (message[name] !== null && typeof message[name] === 'object') {
        known.set(message[name], message[name]);
      }
    }
    return clone(message, known);
  }

  function compareObjects(a, b) {
    if (a === b) {
      return true;
    }
    if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
      return false;
    }
    if (Array.isArray(a) !== Array.isArray(b)) {
      return false;
    }
    if (a instanceof Date && b instanceof Date) {
      return a.getTime() === b.getTime();
    }
    if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
      return a.length === b.length && a.every((item, i) => item === b[i]);
    }
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length
      && keys.every((key) => api.hasOwn(b, key) && compareObjects(a[key], b[key]));
  }

  function fail(code, text) {
    const error = new Error(text);
    error.code = code;
    throw error;
  }

  function stepsOf(expression, message) {
    if (typeof expression !== 'string') {
      fail('INVALID_EXPR', 'Invalid property expression: zero-length');
    }
    return host.pathSteps(expression).map((step) => {
      if (!Array.isArray(step)) {
        return step;
      }
      const value = message === undefined ? undefined : getObjectProperty(message, step[0]);
      if (value === undefined) {
        fail('INVALID_EXPR', 'Invalid expression: undefined reference at msg.' + step[0]);
      }
      return value;
    });
  }

  function getObjectProperty(object, expression) {
    let value = object;
    for (const step of stepsOf(expression, object)) {
      value = value[step];
    }
    return value;
  }

  function setObjectProperty(object, expression, value, createMissing) {
    const create = createMissing === undefined ? value !== undefined : createMissing;
    const steps = stepsOf(expression, object);
    let at = object;
    for (let i = 0; i < steps.length - 1; i++) {
      if (at === null || typeof at !== 'object') {
        return false;
      }
      if (at[steps[i]] === undefined) {
        if (!create) {
          return false;
        }
        at[steps[i]] = typeof steps[i + 1] === 'number' ? [] : {};
      }
      at = at[steps[i]];
    }
    if (at === null || typeof at !== 'object') {
      return false;
    }
    const last = steps[steps.length - 1];
    if (value !== undefined) {
      at[last] = value;
    } else if (Array.isArray(at) && typeof last === 'number') {
      at.splice(last, 1);
    } else {
      delete at[last];
    }
    return true;
  }

  const unprefixed = (expression) =>
    typeof expression === 'string' && expression.startsWith('msg.') ? expression.slice(4)
      : expression;

  function answer(callback, action) {
    if (callback === undefined) {
      return action();
    }
    let value;
    try {
      value = action();
    } catch (error) {
      callback(error);
      return undefined;
    }
    callback(null, value);
    return undefined;
  }

  return {
    cloneMessage,
    compareObjects,
    getObjectProperty,
    setObjectProperty,
    generateId: () => host.generateId(),
    ensureString(value) {
      if (value instanceof Uint8Array) {
        return value.toString();
      }
      return value !== null && typeof value === 'object' ? JSON.stringify(value) : '' + value;
    },
    ensureBuffer(value) {
      if (Buffer.isBuffer(value)) {
        return value;
      }
      return Buffer.from(
        value !== null && typeof value === 'object' ? JSON.stringify(value) : '' + value);
    },
    getMessageProperty: (message, expression) => getObjectProperty(message, unprefixed(expression)),
    setMessageProperty: (message, expression, value, createMissing) =>
      setObjectProperty(message, unprefixed(expression), value, createMissing),
    normalisePropertyExpression(expression, message, toText) {
      const steps = stepsOf(expression, message);
      if (!toText) {
        return steps;
      }
      return steps.map((step, i) =>
        i === 0 ? step : typeof step === 'number' ? '[' + step + ']' : '["' + step + '"]').join('');
    },
    evaluateNodeProperty: (value, type, node, message, callback) =>
      answer(callback, () =>
        type === 're' ? new RegExp(value)
          : type === 'msg' && message ? getObjectProperty(message, unprefixed(value))
            : host.evaluate(value, type, message)),
    prepareJSONataExpression: (text) => host.compileExpression(text) || { expression: text },
    evaluateJSONataExpression: (prepared, message, callback) =>
      answer(callback, () => host.evaluate(prepared.expression, 'jsonata', message)),
    parseContextStore(key) {
      const parts = /^#:\((\S+?)\)::(.*)$/.exec(key);
      return parts === null ? { key } : { store: parts[1], key: parts[2] };
    },
    normaliseNodeTypeName(name) {
      const words = name.replace(/[^a-zA-Z0-9]/g, ' ').trim().split(/ +/);
      return words.map((word, i) =>
        i === 0 ? word.charAt(0).toLowerCase() + word.slice(1)
          : word.charAt(0).toUpperCase() + word.slice(1)).join('');
    },
    encodeObject(object) {
      const value = object.msg;
      if (value === null || value === undefined) {
        object.format = value === null ? 'null' : 'undefined';
        object.msg = '(undefined)';
      } else if (typeof value === 'object') {
        object.format = Array.isArray(value) ? 'array[' + value.length + ']'
          : value.constructor === undefined ? 'Object' : value.constructor.name;
        object.msg = JSON.stringify(value);
      } else {
        object.format = typeof value === 'string' ? 'string[' + value.length + ']' : typeof value;
        object.msg = String(value);
      }
      return object;
    },
    getSetting: () => undefined,
  };
});
