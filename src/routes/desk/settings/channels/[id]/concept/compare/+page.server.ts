import { error } from '@sveltejs/kit'
import { compareConcept, type State } from '#concepts/compare.ts'
import { findChannel } from '#concepts/read.ts'
import { atConcept } from '../editing.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, url }) => {
  const [from, to] = [stateIn(url, 'from', 0), stateIn(url, 'to', 'draft')]
  return atConcept(locals, params.id, async (tx, who) => ({
    from,
    to,
    channel: { id: params.id, name: (await findChannel(tx, params.id)).name },
    differences: await compareConcept(tx, who, { channel: params.id, from, to })
  }))
}

function stateIn(url: URL, name: string, fallback: State): State {
  const given = url.searchParams.get(name) ?? String(fallback)
  if (given === 'draft') return 'draft'
  if (!/^\d{1,6}$/.test(given)) error(404, 'notFound')
  return Number(given)
}
