// What the forms about the end of a file do.
import { today } from '#media/consent.ts'
import { eraseMedia, retireMedia } from '#media/retire.ts'
import { settleRecall, showAgain, withdrawMedia } from '#media/withdraw.ts'
import { Refusal } from '#platform/refusal.ts'
import { action } from './acting.ts'

export const ending = {
  withdraw: action('withdraw', (tx, who, id, text) =>
    withdrawMedia(tx, who, id, text('why') === 'consent' ? 'consent' : text('why') === 'rights' ? 'rights' : 'other')
  ),
  restore: action('restore', async (tx, who, id) => showAgain(tx, who, id, await today(tx))),
  retire: action('retire', (tx, who, id) => retireMedia(tx, who, id, true)),
  unretire: action('retire', (tx, who, id) => retireMedia(tx, who, id, false)),
  recall: action('recall', (tx, who, _id, text) => settleRecall(tx, who, text('recall'))),
  erase: action('erase', async (tx, who, id, text) => {
    if (text('sure') !== 'yes') throw new Refusal('required')
    await eraseMedia(tx, who, id)
  })
}
