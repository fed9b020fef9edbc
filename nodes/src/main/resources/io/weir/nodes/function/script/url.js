// URL and URLSearchParams, as far as flows need them: the usual schemes, no international names.
(function () {
  'use strict';
  const PORTS = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
  const ESCAPED_IN_PATH = /[\u0000-\u0020"#<>?`{}\u007f-\uffff]/gu;
  const ESCAPED_IN_QUERY = /[\u0000-\u0020"#<>'\u007f-\uffff]/gu;

  function percent(text, pattern) {
    return text.replace(pattern, (c) => encodeURIComponent(c).replace("'", '%27'));
  }
  function plus(text) {
    return encodeURIComponent(text).replace(/%20/g, '+')
      .replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
  }
  function unplus(text) {
    const spaced = text.replace(/\+/g, ' ');
    try {
      return decodeURIComponent(spaced);
    } catch (error) {
      return spaced;
    }
  }

  class URLSearchParams {
    #pairs = [];
    #changed = () => {};
    constructor(init, changed) {
      if (typeof init === 'string') {
        this.#read(init);
      } else if (init !== null && init !== undefined) {
        const pairs = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init);
        for (const [name, value] of pairs) {
          this.#pairs.push([String(name), String(value)]);
        }
      }
      if (changed !== undefined) {
        this.#changed = changed;
      }
    }
    #read(text) {
      for (const part of text.replace(/^\?/, '').split('&')) {
        if (part !== '') {
          const at = part.indexOf('=');
          this.#pairs.push(at < 0 ? [unplus(part), '']
            : [unplus(part.slice(0, at)), unplus(part.slice(at + 1))]);
        }
      }
    }
    get size() {
      return this.#pairs.length;
    }
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#changed();
    }
    delete(name, value) {
      this.#pairs = this.#pairs.filter(
        ([n, v]) => n !== String(name) || (value !== undefined && v !== String(value)));
      this.#changed();
    }
    get(name) {
      const pair = this.#pairs.find(([n]) => n === String(name));
      return pair === undefined ? null : pair[1];
    }
    getAll(name) {
      return this.#pairs.filter(([n]) => n === String(name)).map(([, v]) => v);
    }
    has(name) {
      return this.#pairs.some(([n]) => n === String(name));
    }
    set(name, value) {
      const at = this.#pairs.findIndex(([n]) => n === String(name));
      if (at < 0) {
        this.append(name, value);
        return;
      }
      this.#pairs = this.#pairs.filter(([n], i) => n !== String(name) || i === at);
      this.#pairs[at][1] = String(value);
      this.#changed();
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#changed();
    }
    forEach(callback, self) {
      for (const [name, value] of this.#pairs) {
        callback.call(self, value, name, this);
      }
    }
    *entries() {
      yield* this.#pairs.map((pair) => [...pair]);
    }
    *keys() {
      yield* this.#pairs.map(([name]) => name);
    }
    *values() {
      yield* this.#pairs.map(([, value]) => value);
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this.#pairs.map(([name, value]) => plus(name) + '=' + plus(value)).join('&');
    }
  }

  const SHAPE =
    /^([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/u;

  function invalid(input) {
    const error = new TypeError('Invalid URL');
    error.code = 'ERR_INVALID_URL';
    error.input = input;
    throw error;
  }
  function normalPath(path) {
    const kept = [];
    const segments = path.split('/');
    segments.forEach((segment, i) => {
      const last = i === segments.length - 1;
      if (segment === '..') {
        if (kept.length > 1) {
          kept.pop();
        }
        if (last) {
          kept.push('');
        }
      } else if (segment === '.') {
        if (last) {
          kept.push('');
        }
      } else {
        kept.push(segment);
      }
    });
    return kept.join('/');
  }
  function absolute(input, base) {
    if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(input) || base === undefined) {
      return input;
    }
    const from = new URL(base);
    if (input.startsWith('//')) {
      return from.protocol + input;
    }
    const origin = from.protocol + '//'
      + (from.username ? from.username + (from.password ? ':' + from.password : '') + '@' : '')
      + from.host;
    if (input.startsWith('/')) {
      return origin + input;
    }
    if (input.startsWith('?')) {
      return origin + from.pathname + input;
    }
    if (input.startsWith('#') || input === '') {
      return origin + from.pathname + from.search + input;
    }
    return origin + from.pathname.replace(/[^/]*$/, '') + input;
  }

  class URL {
    #params;
    constructor(input, base) {
      const text = String(input).trim();
      const parts = SHAPE.exec(absolute(text, base === undefined ? undefined : String(base)));
      if (parts === null) {
        invalid(text);
      }
      this.protocol = parts[1].toLowerCase() + ':';
      const special = this.protocol in PORTS;
      this.username = parts[2] || '';
      this.password = parts[3] || '';
      this.hostname = special ? (parts[4] || '').toLowerCase() : parts[4] || '';
      if (special && this.hostname === '' && this.protocol !== 'file:') {
        invalid(text);
      }
      if (parts[5] !== undefined && parts[5] !== '' && Number(parts[5]) > 65535) {
        invalid(text);
      }
      const port = parts[5] === undefined || parts[5] === '' ? '' : String(Number(parts[5]));
      this.port = port === PORTS[this.protocol] ? '' : port;
      const path = percent(parts[6], ESCAPED_IN_PATH);
      this.pathname = special ? normalPath(path === '' ? '/' : path) : path;
      this.search = parts[7] || '';
      this.hash = percent(parts[8] || '', /[\u0000-\u0020"<>`\u007f-\uffff]/gu);
      if (this.hash === '#') {
        this.hash = '';
      }
    }
    static canParse(input, base) {
      try {
        return new URL(input, base) !== null;
      } catch (error) {
        return false;
      }
    }
    get search() {
      const text = this.query;
      return text === '' ? '' : '?' + text;
    }
    set search(text) {
      const query = percent(String(text).replace(/^\?/, ''), ESCAPED_IN_QUERY);
      Object.defineProperty(this, 'query', { value: query, writable: true, configurable: true });
      this.#params = undefined;
    }
    get searchParams() {
      if (this.#params === undefined) {
        this.#params = new URLSearchParams(this.query, () => {
          this.query = this.#params.toString();
        });
      }
      return this.#params;
    }
    get host() {
      return this.hostname + (this.port === '' ? '' : ':' + this.port);
    }
    set host(text) {
      const [name, port] = String(text).split(':');
      this.hostname = name;
      this.port = port === undefined ? '' : port;
    }
    get origin() {
      return this.protocol in PORTS && this.protocol !== 'file:' ? this.protocol + '//' + this.host
        : 'null';
    }
    get href() {
      const login = this.username === '' && this.password === '' ? ''
        : this.username + (this.password === '' ? '' : ':' + this.password) + '@';
      const slashes = this.protocol in PORTS || this.hostname !== '' ? '//' : '';
      return this.protocol + slashes + login + this.host + this.pathname + this.search + this.hash;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }
  return { URL, URLSearchParams };
});
