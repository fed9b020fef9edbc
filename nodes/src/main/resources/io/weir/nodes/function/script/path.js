// Node.js's path module, for POSIX paths.
(function () {
  'use strict';
  function text(value) {
    if (typeof value !== 'string') {
      const error = new TypeError('The "path" argument must be of type string');
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    return value;
  }
  function segments(path, isAbsolute) {
    const kept = [];
    for (const segment of path.split('/')) {
      if (segment === '..') {
        if (kept.length > 0 && kept[kept.length - 1] !== '..') {
          kept.pop();
        } else if (!isAbsolute) {
          kept.push('..');
        }
      } else if (segment !== '' && segment !== '.') {
        kept.push(segment);
      }
    }
    return kept;
  }
  function normalize(path) {
    const isAbsolute = text(path).startsWith('/');
    let result = segments(path, isAbsolute).join('/');
    if (result !== '' && path.endsWith('/')) {
      result += '/';
    }
    if (isAbsolute) {
      return '/' + result;
    }
    return result === '' ? (path.endsWith('/') ? './' : '.') : result;
  }
  function withoutEnd(path) {
    return path.length > 1 ? path.replace(/(.)\/+$/, '$1') : path;
  }
  const path = {
    sep: '/',
    delimiter: ':',
    normalize,
    isAbsolute: (path) => text(path).startsWith('/'),
    join(...parts) {
      const joined = parts.filter((part) => text(part) !== '').join('/');
      return joined === '' ? '.' : normalize(joined);
    },
    // There is no working directory here, so relative paths are taken from the root.
    resolve(...parts) {
      let resolved = '';
      for (let i = parts.length - 1; i >= 0 && !resolved.startsWith('/'); i--) {
        resolved = text(parts[i]) === '' ? resolved : parts[i] + '/' + resolved;
      }
      return '/' + segments('/' + resolved, true).join('/');
    },
    dirname(path) {
      const whole = withoutEnd(text(path));
      const at = whole.lastIndexOf('/');
      return at < 0 ? '.' : at === 0 ? '/' : whole.slice(0, at).replace(/(.)\/+$/, '$1');
    },
    basename(path, suffix) {
      const whole = withoutEnd(text(path));
      const base = whole.slice(whole.lastIndexOf('/') + 1);
      return suffix !== undefined && base !== suffix && base.endsWith(suffix)
        ? base.slice(0, base.length - suffix.length) : base;
    },
    extname(path) {
      const base = this.basename(path);
      const at = base.lastIndexOf('.');
      return at <= 0 || base === '..' ? '' : base.slice(at);
    },
    relative(from, to) {
      const a = segments(this.resolve(from), true);
      const b = segments(this.resolve(to), true);
      let same = 0;
      while (same < a.length && same < b.length && a[same] === b[same]) {
        same++;
      }
      return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
    },
    parse(path) {
      const whole = text(path);
      const root = whole.startsWith('/') ? '/' : '';
      const base = this.basename(whole);
      const ext = this.extname(whole);
      const dir = withoutEnd(whole).includes('/') ? this.dirname(whole) : '';
      return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
    },
    format(parts) {
      const base = parts.base || (parts.name || '')
        + (parts.ext ? (parts.ext.startsWith('.') ? '' : '.') + parts.ext : '');
      const dir = parts.dir || parts.root || '';
      return dir === '' || dir === parts.root ? dir + base : dir + '/' + base;
    },
  };
  for (const name of Object.keys(path)) {
    if (typeof path[name] === 'function') {
      path[name] = path[name].bind(path);
    }
  }
  path.posix = path;
  return path;
});
