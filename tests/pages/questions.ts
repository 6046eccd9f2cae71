// What the sweep visits of questions asked inside: one to a unit, and the link of a colleague without an account.
import { ask } from '#dialogue/ask.ts'
import { enter } from '#dialogue/enter.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { must, personOf, type PlayedTown } from '#practice/town.ts'

export interface Questions {
  /** A question to the expert's unit, and the link of somebody without an account. */
  question: string
  colleagueLink: string
}

/** Has an editor ask the expert's unit and a colleague about a call. */
export async function bringQuestions(town: PlayedTown): Promise<Questions> {
  const editor = await personOf(town, 'aylin')
  return inMunicipality(town.municipalityId, async (tx) => {
    const call = await enter(tx, editor, { name: 'Frau Klein', text: 'Darf mein Hund ins Stadtbad?', way: 'phone' })
    const about = { conversation: call.conversation, share: [call.message], text: 'Gilt das auch am Hundetag?' }
    const { question } = await ask(tx, editor, { ...about, unit: must(town.units, 'sport') })
    const email = 'uwe@stadtwerke.example'
    await ask(tx, editor, { ...about, name: 'Uwe Außen', email })
    const mail = await tx
      .selectFrom('outgoing_mail')
      .select('body')
      .where('recipient', '=', email)
      .executeTakeFirstOrThrow()
    return { question: `/desk/questions/${question}`, colleagueLink: /\/rueckfrage\/\S+/.exec(mail.body)![0] }
  })
}
