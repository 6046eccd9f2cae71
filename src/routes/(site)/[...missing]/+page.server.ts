import { error } from '@sveltejs/kit'

/** Whatever no other route knows: so that even this page has the municipality's head and foot. */
export const load = () => error(404, 'not found')
