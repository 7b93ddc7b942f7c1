import { onTestFinished } from 'vitest';
import { saveStaffTokens, tokenFilePath } from '../../../cli/auth/token-file.ts';
import { type Answer, type Seen, startRegister } from './fake-register.ts';
import { workplace } from './workplace.ts';

/** A workplace where a user is signed in, before a register that answers as told. */
export async function signedIn(handle: (seen: Seen) => Answer | Promise<Answer>) {
  const register = await startRegister(handle);
  onTestFinished(() => register.close());
  const place = await workplace(register.apiUrl);
  const path = tokenFilePath(place.config, 'default', place.env);
  await saveStaffTokens(path, { accessToken: 'staff-token', expiresAtMs: 9e12 }, place.env);
  return { place, seen: register.seen };
}
