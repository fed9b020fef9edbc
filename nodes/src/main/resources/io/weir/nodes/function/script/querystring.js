// Node.js's querystring module.
(function () {
  'use strict';
  const escape = (value) => encodeURIComponent(String(value));
  function unescape(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  }
  function primitive(value) {
    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'bigint':
        return String(value);
      case 'number':
        return Number.isFinite(value) ? String(value) : '';
      default:
        return '';
    }
  }
  function stringify(object, separator = '&', equals = '=', options = {}) {
    if (object === null || typeof object !== 'object') {
      return '';
    }
    const encode = (options && options.encodeURIComponent) || querystring.escape;
    return Object.entries(object)
      .flatMap(([name, value]) => (Array.isArray(value) ? value : [value])
        .map((one) => encode(name) + equals + encode(primitive(one))))
      .join(separator);
  }
  function parse(text, separator = '&', equals = '=', options = {}) {
    const result = Object.create(null);
    if (typeof text !== 'string' || text === '') {
      return result;
    }
    const decode = (options && options.decodeURIComponent) || querystring.unescape;
    const most = options && typeof options.maxKeys === 'number' ? options.maxKeys : 1000;
    const pairs = text.split(separator);
    for (const pair of most > 0 ? pairs.slice(0, most) : pairs) {
      if (pair === '') {
        continue;
      }
      const at = pair.indexOf(equals);
      const name = decode((at < 0 ? pair : pair.slice(0, at)).replace(/\+/g, ' '));
      const value = at < 0 ? '' : decode(pair.slice(at + equals.length).replace(/\+/g, ' '));
      if (!(name in result)) {
        result[name] = value;
      } else if (Array.isArray(result[name])) {
        result[name].push(value);
      } else {
        result[name] = [result[name], value];
      }
    }
    return result;
  }
  const querystring = { escape, unescape, stringify, parse, encode: stringify, decode: parse };
  return querystring;
});
