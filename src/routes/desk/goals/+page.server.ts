import { nothing, servedCounts } from '#goals/counts.ts'
import { countedTo, servingNone, shown } from '#goals/served.ts'
import { readTree } from '#goals/tree.ts'
import { may } from '#people/rights.ts'
import { asReader } from './forms.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) =>
  asReader(locals, async (tx, who) => {
    const counts = await servedCounts(tx)
    const goals = (await readTree(tx)).map(({ id, name, kind, plan, unitName, depth }) => ({
      id,
      name,
      kind,
      plan,
      unitName,
      depth,
      served: counts.get(id) ?? nothing
    }))
    const none = await servingNone(tx, who)
    return {
      goals,
      most: {
        posts: Math.max(1, ...goals.map(({ served }) => served.planned + served.said)),
        talks: Math.max(1, ...goals.map(({ served }) => served.asked))
      },
      none: {
        ...none,
        postCount: Math.min(none.postCount, countedTo),
        talkCount: Math.min(none.talkCount, countedTo),
        campaignCount: Math.min(none.campaignCount, countedTo),
        hasMoreCampaigns: none.campaignCount > countedTo,
        hasMorePosts: none.postCount > countedTo,
        hasMoreTalks: none.talkCount > countedTo,
        shown
      },
      mayWrite: may(who, 'goal.write'),
      mayWritePosts: may(who, 'post.write'),
      done: url.searchParams.get('done'),
      zone: locals.municipality.timeZone
    }
  })
