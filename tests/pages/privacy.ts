// What the demo's story does not tell of data protection: a hold that waits and one that holds.
import { loadMunicipality } from '#municipality/hosts.ts'
import { enterRequest, reviewRequest } from '#subjects/request.ts'
import { showText } from '#site/shown-text.ts'
import { submitComment } from '#dialogue/comment.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { agreeToHold, askForAddress } from '#privacy/hold.ts'
import { personOf, type PlayedTown } from '#practice/town.ts'

export interface PrivacyPages {
  /** Where to ask for the address of a comment. */
  askForAddress: string
  /** A hold that waits for a second person. */
  askedHold: string
  openHold: string
  /** Somebody asks what is known of them. */
  request: string
  /** A notice as it stood at the form. */
  notice: string
}

/** Three comments with an address. */
export async function bringPrivacy(town: PlayedTown, post: string): Promise<PrivacyPages> {
  const [editor, officer] = [await personOf(town, 'aylin'), await personOf(town, 'ralf')]
  const comment = async (text: string) =>
    (
      await inMunicipality(town.municipalityId, (tx) =>
        submitComment(tx, { post, name: 'Wutbürger', text, address: '203.0.113.9' })
      )
    ).message
  const ask = async (text: string) => {
    const message = await comment(text)
    const reason = 'Androhung von Gewalt gegen den Bauhof, § 241 StGB; Anzeige wird vorbereitet.'
    return inMunicipality(town.municipalityId, (tx) => askForAddress(tx, editor, { message, reason, days: 30 }))
  }
  const [asked, open] = [await ask('Euch werde ich es zeigen.'), await ask('Ich komme vorbei, und zwar nachts.')]
  await inMunicipality(town.municipalityId, (tx) => agreeToHold(tx, officer, { hold: open, note: 'Geprüft.' }))
  const { version } = await inMunicipality(town.municipalityId, async (tx) =>
    showText(tx, await loadMunicipality(tx), 'comment-notice', 'de')
  )
  const request = await inMunicipality(town.municipalityId, async (tx) => {
    const id = await enterRequest(tx, officer, {
      kind: 'access',
      terms: 'Wutbürger',
      askedOn: '2026-10-01',
      proof: 'Zeigte den persönlichen Link.'
    })
    await reviewRequest(tx, officer, id, [open])
    return id
  })
  return {
    request: `/desk/privacy/requests/${request}`,
    notice: `/datenschutz/fassung/${version}`,
    askForAddress: `/desk/privacy/holds/new?message=${await comment('Noch so einer.')}`,
    askedHold: `/desk/privacy/holds/${asked}`,
    openHold: `/desk/privacy/holds/${open}`
  }
}
