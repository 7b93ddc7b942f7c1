import { type BoundEndpoint, serve } from './serve.ts';

/** The function behind endpoints of tills, which see nobody's data but what they bring. */
export const serveTills = (endpoints: readonly BoundEndpoint[], now?: () => number) => serve(undefined, endpoints, now);
