// What the forms about words, rights and people do.
import { revokeConsent, unrevokeConsent } from '#media/consent.ts'
import { describeMedia, settleConsent, settleRights } from '#media/describe.ts'
import type { AltException, Consent, Licence } from '#media/types.ts'
import { action } from './acting.ts'

export const describing = {
  description: action('description', (tx, who, id, text) =>
    describeMedia(tx, who, id, {
      name: text('name'),
      unitId: /^[0-9a-f-]{36}$/.test(text('unit')) ? text('unit') : null,
      alt: text('alt'),
      altException: (['decorative', 'reason'].includes(text('altException'))
        ? text('altException')
        : null) as AltException | null,
      altReason: text('altReason'),
      caption: text('caption'),
      showsText: text('showsText') === 'yes'
    })
  ),
  rights: action('rights', (tx, who, id, text) =>
    settleRights(tx, who, id, {
      author: text('author'),
      licence: (text('licence') || null) as Licence | null,
      licenceText: text('licenceText'),
      source: text('source')
    })
  ),
  consent: action('consent', (tx, who, id, text) =>
    settleConsent(tx, who, id, {
      consent: text('consent') as Consent,
      on: text('consentOn'),
      scope: text('consentScope'),
      reference: text('consentReference'),
      until: text('consentUntil')
    })
  ),
  revoke: action('revoke', (tx, who, id, text) => revokeConsent(tx, who, id, text('revokeOn'))),
  unrevoke: action('unrevoke', (tx, who, id) => unrevokeConsent(tx, who, id))
}
