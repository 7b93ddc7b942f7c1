import { DomainError } from '../../../domain/errors.ts';
import { settings } from '../../runtime/env.ts';
import { remembered } from '../../runtime/remembered.ts';
import { register } from '../../table/client.ts';
import { findOutlet } from '../../table/directory.ts';
import type { Outlet } from '../../table/items.ts';

const outlets = remembered((outletId: string) => findOutlet(register(), outletId));

/** An outlet of the directory, remembered for the directory cache. */
export const outletOf = (outletId: string, nowMs: number): Promise<Outlet | undefined> =>
  outlets(outletId, nowMs, settings().directoryCacheSeconds);

/**
 * The outlet, if the calling retailer may ask about it.
 * @throws DomainError unknownOutlet, outletOfAnotherRetailer
 */
export async function ownOutlet(outletId: string, retailerId: string, nowMs: number): Promise<Outlet> {
  const outlet = await outletOf(outletId, nowMs);
  if (outlet === undefined) throw new DomainError('unknownOutlet', 'The register has no such outlet.');
  if (outlet.retailerId !== retailerId)
    throw new DomainError('outletOfAnotherRetailer', 'This outlet belongs to another retailer.');
  return outlet;
}
