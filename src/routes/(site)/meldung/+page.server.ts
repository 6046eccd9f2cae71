import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** Who has written a code down finds the notice by it, without a script. */
export const load: PageServerLoad = ({ url, setHeaders }) => {
  const code = url.searchParams.get('code')?.trim()
  if (code) redirect(303, `/meldung/${encodeURIComponent(code.slice(0, 60))}`)
  setHeaders({ 'cache-control': 'no-store' })
}
