import { error } from '@sveltejs/kit'
import { loadMunicipality } from '#municipality/hosts.ts'
import { landByKey } from '#municipality/laender.ts'
import { may } from '#people/rights.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { shownNotices } from '#privacy/shownNotice.ts'
import { act } from '#routes/desk/crisis/forms.ts'
import {
  confirmedEditions,
  confirmEdition,
  draftEdition,
  dropDraft,
  editionInForce,
  editionKeys,
  editionLanguages,
  noticeState,
  ownText,
  shippedMark,
  writeEdition,
  type Edition,
  type EditionKey
} from '#site/notice/edition.ts'
import { textsOf } from '#site/shown-text.ts'
import { shippedText } from '#site/texts.ts'
import type { Actions, PageServerLoad } from './$types'

interface LandData {
  commentData?: {
    statute: { name: string; short: string; section: string }
    task: { statute: string; confidence: { level: string; note: string } } | null
    confidence: { level: string; note: string }
  }
  reviewedBy?: string | null
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const mayWrite = may(who, 'notice.write')
  if (!mayWrite && !may(who, 'notice.confirm')) error(403, 'notAllowed')
  return inMunicipality(municipality.id, async (tx) => {
    const town = await loadMunicipality(tx)
    const [draft, inForce] = [await draftEdition(tx), await editionInForce(tx)]
    const shown = draft ?? inForce
    const pages = { 'comment-notice': {}, privacy: {} }
    const preview = await textsOf(tx, town, language, pages, shown)
    const land = (landByKey(town.land) ?? {}) as LandData
    return {
      ...(await noticeState(tx)),
      land: {
        name: landByKey(town.land)?.name ?? town.land,
        statute: land.commentData?.statute ?? null,
        task: land.commentData?.task?.statute ?? null,
        note: land.commentData?.confidence.note ?? ''
      },
      isPublicBody: town.kind !== 'verband' && town.kind !== 'provider',
      draft: draft && briefly(draft),
      inForce: inForce && briefly(inForce),
      hasNewShipped: inForce !== null && inForce.shipped !== shippedMark(),
      fields: {
        basis: shown?.basis ?? 'task',
        ground: shown?.ground ?? '',
        reviewBy: draft?.reviewBy ?? addDays(dayIn(now(), town.timeZone), 365),
        texts: editionKeys.flatMap((key) =>
          editionLanguages.map((one) => ({
            name: `${key}-${one}`,
            key,
            language: one,
            text: ownText(shown, key, one) ?? shippedText(key, one)
          }))
        )
      },
      preview: { notice: preview['comment-notice'].html, privacy: preview.privacy.html },
      missing: [...new Set([...preview['comment-notice'].missing, ...preview.privacy.missing])],
      editions: (await confirmedEditions(tx)).map(briefly),
      shownNotices: await shownNotices(tx),
      mayConfirm: may(who, 'notice.confirm'),
      mayWrite,
      done: url.searchParams.get('done')
    }
  })
}

function briefly({ number, basis, ground, reviewBy, revision, writtenAt, confirmedAs, confirmedAt }: Edition) {
  return { number, basis, ground, reviewBy, revision, writtenAt, confirmedAs, confirmedAt }
}

const back = (done: string) => `/desk/privacy/notice?done=${done}`

export const actions: Actions = {
  write: act('write', async (tx, who, typed) => {
    const texts: Partial<Record<EditionKey, Record<string, string>>> = {}
    for (const key of editionKeys)
      for (const language of editionLanguages)
        texts[key] = { ...texts[key], [language]: typed.one(`${key}-${language}`) }
    await writeEdition(tx, who, {
      basis: typed.one('basis'),
      ground: typed.one('ground'),
      texts,
      reviewBy: typed.one('reviewBy'),
      revision: Number(typed.one('revision'))
    })
    return back('written')
  }),
  confirm: act('confirm', async (tx, who, typed) => {
    await confirmEdition(tx, who, Number(typed.one('revision')))
    return back('confirmed')
  }),
  drop: act('drop', async (tx, who) => {
    await dropDraft(tx, who)
    return back('dropped')
  })
}
