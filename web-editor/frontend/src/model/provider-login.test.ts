import { describe, expect, it } from 'vitest';
import { providerLogin } from './provider-login';

describe('providerLogin', () => {
  it('finds a code, decoded', () => {
    expect(providerLogin('?code=a%2Fb%2Bc%3D')).toEqual({ code: 'a/b+c=' });
  });

  it('finds why nobody is logged in', () => {
    expect(providerLogin('?session_message=No+such+user.')).toEqual({ message: 'No such user.' });
    expect(providerLogin(`?session_message=${'x'.repeat(1000)}`)?.message).toHaveLength(300);
  });

  it('finds nothing in other addresses', () => {
    for (const query of ['', '?', '?code=', '?other=1']) {
      expect(providerLogin(query)).toBeUndefined();
    }
  });
});
