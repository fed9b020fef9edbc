import { expect, test } from 'vitest';
import { TokenKeeper } from './token-keeper';

function device() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('a token outlasts the page, until it is taken away', () => {
  const place = device();
  new TokenKeeper('login /', place).token = 'abc';
  expect(new TokenKeeper('login /', place).token).toBe('abc');
  expect(new TokenKeeper('login /other/', place).token).toBeUndefined();
  new TokenKeeper('login /', place).token = undefined;
  expect(new TokenKeeper('login /', place).token).toBeUndefined();
});

test('where nothing may be kept, it lasts as long as the page', () => {
  const no = (): never => {
    throw new Error('forbidden');
  };
  const keeper = new TokenKeeper('login /', { getItem: no, setItem: no, removeItem: no });
  keeper.token = 'abc';
  expect(keeper.token).toBe('abc');
});
