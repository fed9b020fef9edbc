// Node.js's EventEmitter.
(function () {
  'use strict';
  class EventEmitter {
    #listeners = new Map();
    #add(name, listener, original, first) {
      if (typeof listener !== 'function') {
        const error = new TypeError('The "listener" argument must be of type function');
        error.code = 'ERR_INVALID_ARG_TYPE';
        throw error;
      }
      const list = this.#listeners.get(name) || [];
      const entry = { listener, original };
      // A new list each time, so that an emit that is under way keeps its own.
      this.#listeners.set(name, first ? [entry, ...list] : [...list, entry]);
      return this;
    }
    #once(name, listener, first) {
      const wrapped = (...values) => {
        this.off(name, listener);
        return listener.apply(this, values);
      };
      return this.#add(name, wrapped, listener, first);
    }
    on(name, listener) {
      return this.#add(name, listener, listener, false);
    }
    addListener(name, listener) {
      return this.on(name, listener);
    }
    prependListener(name, listener) {
      return this.#add(name, listener, listener, true);
    }
    once(name, listener) {
      return this.#once(name, listener, false);
    }
    prependOnceListener(name, listener) {
      return this.#once(name, listener, true);
    }
    off(name, listener) {
      const list = this.#listeners.get(name) || [];
      const at = list.map((entry) => entry.original).lastIndexOf(listener);
      if (at >= 0) {
        const rest = list.filter((entry, i) => i !== at);
        if (rest.length === 0) {
          this.#listeners.delete(name);
        } else {
          this.#listeners.set(name, rest);
        }
      }
      return this;
    }
    removeListener(name, listener) {
      return this.off(name, listener);
    }
    removeAllListeners(name) {
      if (name === undefined) {
        this.#listeners.clear();
      } else {
        this.#listeners.delete(name);
      }
      return this;
    }
    emit(name, ...values) {
      const list = this.#listeners.get(name);
      if (list === undefined) {
        if (name === 'error') {
          throw values[0] instanceof Error ? values[0]
            : new Error('Unhandled error. (' + String(values[0]) + ')');
        }
        return false;
      }
      for (const { listener } of list) {
        listener.apply(this, values);
      }
      return true;
    }
    listenerCount(name) {
      return (this.#listeners.get(name) || []).length;
    }
    listeners(name) {
      return (this.#listeners.get(name) || []).map((entry) => entry.original);
    }
    eventNames() {
      return [...this.#listeners.keys()];
    }
    setMaxListeners() {
      return this;
    }
  }
  EventEmitter.EventEmitter = EventEmitter;
  EventEmitter.once = (emitter, name) => new Promise((resolve, reject) => {
    const failed = (error) => {
      emitter.off(name, arrived);
      reject(error);
    };
    const arrived = (...values) => {
      emitter.off('error', failed);
      resolve(values);
    };
    emitter.once(name, arrived);
    if (name !== 'error') {
      emitter.once('error', failed);
    }
  });
  return EventEmitter;
});
