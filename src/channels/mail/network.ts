/** E-mail as a network: letters come into a box of the town, and answers leave from its address. */
import { type Health, type Network, SendRefused } from '#channels/contract.ts'
import { answerByMail } from './answer.ts'
import { faultOf, noteOf } from './faults.ts'
import { type MailSettings, mailSettings } from './settings.ts'
import { prepareLetter, understandLetter } from './understand.ts'
import { testBox } from './test-box.ts'
import { boxOf } from './settings.ts'
import { watchBox } from './watch.ts'

export const mailNetwork: Network<MailSettings, string> = {
  id: 'mail',
  instrument: 'mail',
  settings: mailSettings,
  takesPosts: false,
  // A letter that was handed over twice arrives twice: the id is the same, but only some programs look at it.
  idempotent: false,
  limits: () => ({ textLength: null, media: 0, canCorrect: false, canWithdraw: false, canAnswer: true }),
  async check(context): Promise<Health> {
    try {
      const { imap, smtp } = await testBox(boxOf(context))
      const fault = imap ?? smtp
      return fault ? { state: 'broken', note: noteOf(fault) } : { state: 'good' }
    } catch (error) {
      return { state: 'broken', note: noteOf(faultOf(error)) }
    }
  },
  publish: async () => {
    throw new SendRefused('takes no posts')
  },
  answer: (context, outgoing) => answerByMail(context, outgoing),
  firstNotice: (visibility) => (visibility === 'direct' ? 'send' : null),
  listen: watchBox,
  understand: understandLetter,
  prepare: prepareLetter
}
