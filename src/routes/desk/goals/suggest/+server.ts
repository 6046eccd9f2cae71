import { json } from '@sveltejs/kit'
import { suggestGoals } from '#goals/suggest.ts'
import { asReader, idOrNull } from '../forms.ts'
import type { RequestHandler } from './$types'

/** Which goals what stands in the composer might serve. Nothing is kept. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const form = await request.formData()
  const text = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  return json(
    await asReader(locals, (tx) =>
      suggestGoals(tx, {
        unitId: idOrNull(text('unit')),
        campaignId: idOrNull(text('campaign')),
        text: `${text('title')}\n${text('lead')}\n${text('body')}`
      })
    )
  )
}
