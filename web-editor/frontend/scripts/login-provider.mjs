/**
 * A provider of OpenID Connect for provider.spec.ts: everybody gets in, under the name that they
 * type. Prints a line once it listens.
 *
 *     node login-provider.mjs ISSUER CLIENT_SECRET CALLBACK_URL
 */
import { Provider } from 'oidc-provider';

const [issuer, secret, callback] = process.argv.slice(2);
const { hostname, port } = new URL(issuer);
const provider = new Provider(issuer, {
  clients: [{ client_id: 'weir', client_secret: secret, redirect_uris: [callback] }],
  claims: { openid: ['sub'], profile: ['preferred_username'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id }),
  }),
});
provider.listen(Number(port), hostname, () => {
  console.log('listening');
});
