import { showCard } from '../../../../contract/cards.ts';
import { answers } from '../../../runtime/serve.ts';
import { viewOfCard } from './view.ts';

export const showCardEndpoint = answers(showCard, async ({ subjects, nowMs }) => {
  const { card, links, holder } = subjects.cardNumber;
  return { card: viewOfCard(card, links, holder.customer.customerNumber, nowMs) };
});
