import { listRunDifferences } from '../../../contract/run-review.ts';
import { addReviews, emptyReview } from '../../../domain/run-exceptions.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { shardResults } from '../../table/payouts.ts';
import { runOf } from '../../table/runs.ts';

/** The differences of all shards put together; logged before they are shown. */
export const listRunDifferencesEndpoint = answers(listRunDifferences, async ({ params }) => {
  const db = register();
  await runOf(db, params);
  const shards = await shardResults(db, params);
  return { differences: shards.map(({ review }) => review).reduce(addReviews, emptyReview).top };
});
