import * as z from 'zod/mini';
import { EMULATOR_PACKAGES } from './versions.ts';

const Health = z.object({ version: z.string() });

/** The version that an emulator started by this process tells at its health endpoint: it says whose it is. */
export function identityOf(ownerPid: number): string {
  return `${EMULATOR_PACKAGES.ministack}+omistaja.${ownerPid}`;
}

/** The process that started the emulator of this version; nothing if this project did not start it. */
export function ownerOf(version: string): number | undefined {
  const pid = /\+omistaja\.(\d+)$/.exec(version)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The version of the MiniStack that answers there; nothing if none does. */
export async function versionAt(endpointUrl: string): Promise<string | undefined> {
  const options = { signal: AbortSignal.timeout(2000) };
  const response = await fetch(`${endpointUrl}/_ministack/health`, options).catch(() => undefined);
  if (response?.ok !== true) return undefined;
  return Health.safeParse(await response.json().catch(() => undefined)).data?.version;
}
