import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResultOf } from '../endpoint.ts';

/** One body to show. `name` is its key in the document, lower case and unique within its list. */
export type Example<V = unknown> = { name: string; summary: string; value: V };

/** What an endpoint's page shows: one request's path and query, and bodies in both directions. */
export type EndpointExamples<E = Endpoint> = {
  params?: ParamsOf<E>;
  query?: QueryOf<E>;
  requests?: readonly Example<BodyOf<E>>[];
  results: readonly Example<ResultOf<E>>[];
};
