/** English words of the weekly reports: what is posted, what stands on the pictures, /report and its refusals. */
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatDayRange, formatInstant } from '../format.ts';

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

const listed = (items: readonly string[]) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

export const reports = {
  titles: { activity: 'Weekly activity', satisfaction: 'Weekly satisfaction' },
  heading: (facts: { title: string; range: string }) => `## 📊 ${facts.title} · ${facts.range}`,
  late: (facts: { due: string }) => `-# ⏰ Late: due ${facts.due}, when I was away or could not post here.`,
  notHereYet:
    'Nothing to report: I was not here in that week yet. The first report follows when a week has passed.',
  explainButton: 'What do these numbers mean?',
  fullCard: {
    title: 'Full card',
    activity:
      'Every day, the hours of the week, the channels and why activity changed: open the small picture.',
    satisfaction: 'Every indicator, the last eight weeks and who would recommend us: open the small picture.',
  },

  activity: {
    headline: {
      up: (facts: { perDay: string; percent: string; amount: string }) =>
        `**${facts.perDay} interactions a day**, up ${facts.percent} on the week before (${facts.amount}).`,
      down: (facts: { perDay: string; percent: string; amount: string }) =>
        `**${facts.perDay} interactions a day**, down ${facts.percent} on the week before (${facts.amount}).`,
      same: (facts: { perDay: string }) => `**${facts.perDay} interactions a day**, as in the week before.`,
      fromNothing: (facts: { perDay: string }) =>
        `**${facts.perDay} interactions a day**, after a week in which nothing happened.`,
      alone: (facts: { perDay: string }) => `**${facts.perDay} interactions a day**.`,
      quiet: '**A quiet week:** nobody wrote, reacted or spoke.',
    },
    notCompared: {
      'no-week-before': 'This is the first week I saw, so there is no week before to compare with.',
      'gap-now': 'Not compared with the week before: I missed too much of this week.',
      'gap-before': 'Not compared with the week before: I missed too much of that one.',
    },
    effects: {
      intensity: {
        up: 'more happened in each active hour',
        down: 'less happened in each active hour',
      },
      time: {
        up: 'active members were here for more hours',
        down: 'active members were here for fewer hours',
      },
      reach: {
        up: 'a larger share of members took part',
        down: 'a smaller share of members took part',
      },
      size: { up: 'there were more members', down: 'there were fewer members' },
    },
    effect: (facts: { what: string; amount: string }) => `${facts.what} (${facts.amount})`,
    nothingNow: 'The change cannot be divided among its causes, because nothing happened this week.',
    why: (facts: { main: string; also: readonly string[]; against: readonly string[] }) =>
      `**Why:** mainly because ${facts.main}${facts.also.length > 0 ? `; also ${listed(facts.also)}` : ''}.` +
      (facts.against.length > 0 ? ` Against it: ${listed(facts.against)}.` : ''),
    whyBalanced: (facts: { effects: readonly string[] }) =>
      `**Behind it:** ${listed(facts.effects)}, which cancel out.`,
    members: (facts: { daily: string; change: string | null }) =>
      `👥 **${facts.daily} active members a day** (DAU${facts.change ? `, ${facts.change}` : ''})`,
    membersOfWeek: (facts: { active: number; members: number; percent: string | null }) =>
      `; ${formatCount(facts.active, 'en')} of ${counted(facts.members, 'member', 'members')} in the week` +
      (facts.percent ? ` (${facts.percent})` : ''),
    stickiness: (facts: { percent: string }) => `; stickiness DAU/MAU ${facts.percent}`,
    messages: (facts: { messages: number; change: string | null }) =>
      `💬 **${counted(facts.messages, 'message', 'messages')}**${facts.change ? `, ${facts.change}` : ''}`,
    channels: (facts: { channels: readonly string[] }) => `🔝 Busiest: ${facts.channels.join(' · ')}`,
    flow: (facts: { joined: number; left: number }) =>
      `🚪 ${formatCount(facts.joined, 'en')} joined, ${formatCount(facts.left, 'en')} left`,
    alt: (facts: { range: string; text: string }) => `Weekly activity, ${facts.range}. ${facts.text}`,
    cardAlt: (facts: { range: string; channels: readonly string[] }) =>
      `Full activity card, ${facts.range}: daily active members, messages per day, hours of the week, why activity changed.` +
      (facts.channels.length > 0 ? ` Busiest channels: ${facts.channels.join(', ')}.` : ''),
  },

  satisfaction: {
    headline: (facts: { score: string; low: string; high: string; answers: number }) =>
      `**Satisfaction S = ${facts.score} of 5**, 95% interval ${facts.low} to ${facts.high}, from ${counted(facts.answers, 'rating', 'ratings')}.`,
    headlineNoInterval: (facts: { score: string; answers: number; min: number }) =>
      `**Satisfaction S = ${facts.score} of 5**, from ${counted(facts.answers, 'rating', 'ratings')} (below ${facts.min} there is no interval).`,
    up: (facts: { amount: string; indicators: readonly string[] }) =>
      `Up ${facts.amount} on the week before, compared on ${listed(facts.indicators)}.`,
    down: (facts: { amount: string; indicators: readonly string[] }) =>
      `Down ${facts.amount} on the week before, compared on ${listed(facts.indicators)}.`,
    same: (facts: { indicators: readonly string[] }) =>
      `As in the week before, compared on ${listed(facts.indicators)}.`,
    notCompared: 'No indicator has enough answers in both weeks, so it is not compared with the week before.',
    firstScore: 'There is no score of the week before to compare with.',
    nobodyAsked:
      '**Not enough data:** no survey gave ratings for this week (an anonymous one counts in the week in which it closes). Ask your members with `/survey create`.',
    tooFew: (facts: { min: number }) =>
      `**Not enough data:** no indicator has the ${facts.min} answers it takes to count.`,
    indicatorNames: {
      'course-quality': 'course quality',
      'event-effect': 'event effect',
      'community-atmosphere': 'community atmosphere',
    },
    indicators: (facts: { indicators: readonly { name: string; mean: string; answers: number }[] }) =>
      `⭐ ${facts.indicators.map((one) => `${one.name} **${one.mean}** (n = ${one.answers})`).join(' · ')}`,
    leftOut: (facts: { name: string; answers: number; min: number }) =>
      facts.answers === 0
        ? `${facts.name} (no answers)`
        : `${facts.name} (${facts.answers} of the ${facts.min} answers needed)`,
    noWeight: (facts: { name: string }) => `${facts.name} (weight 0)`,
    leftOutLine: (facts: { indicators: readonly string[] }) =>
      `-# Left out of S: ${facts.indicators.join(', ')}.`,
    response: (facts: { answered: number; invited: number; percent: string; surveys: number }) =>
      `🗳️ ${counted(facts.answered, 'answer', 'answers')} to ${counted(facts.invited, 'invitation', 'invitations')} (response rate ${facts.percent}), ${counted(facts.surveys, 'survey', 'surveys')}`,
    responseUnknown: (facts: { answered: number; surveys: number }) =>
      `🗳️ ${counted(facts.answered, 'answer', 'answers')}, ${counted(facts.surveys, 'survey', 'surveys')}; how many were invited is not known, so there is no response rate`,
    nps: (facts: { score: string; low: string; high: string; answers: number }) =>
      `📣 NPS **${facts.score}** (95% interval ${facts.low} to ${facts.high}, ${counted(facts.answers, 'answer', 'answers')})`,
    npsTooFew: (facts: { answers: number; min: number }) =>
      `📣 NPS: not enough data (${facts.answers} of the ${facts.min} answers needed)`,
    alt: (facts: { range: string; text: string }) => `Weekly satisfaction, ${facts.range}. ${facts.text}`,
    cardAlt: (facts: { range: string }) =>
      `Full satisfaction card, ${facts.range}: S over eight weeks, every indicator with its ratings, NPS, response rate.`,
  },

  card: {
    week: (facts: { week: number }) => `Week ${facts.week}`,
    late: 'late',
    preview: 'preview',
    vsLastWeek: 'vs last week',
    notCompared: {
      'no-week-before': 'no week before',
      'gap-now': 'gap in the log',
      'gap-before': 'gap in the log',
    },
    notComparable: 'not compared',
    perDay: 'Interactions per day (A)',
    dailyActive: 'Average daily active',
    messages: 'Messages',
    flow: 'Joined / left',
    time: 'Hours per member and day (T)',
    activeMembers: 'Active in the week',
    dailyMembers: {
      title: 'Daily active members',
      lineLabel: 'members',
      meanLabel: '7-day mean',
      weekLabel: 'this week',
      emptyText: 'Nothing was logged in these four weeks.',
    },
    dailyMessages: {
      title: 'Messages per day',
      thisWeekLabel: 'this week',
      lastWeekLabel: 'last week',
      emptyText: 'No messages in these two weeks.',
    },
    heatMap: {
      title: 'When people are here',
      quietLabel: 'quiet',
      busyLabel: 'busy',
      busiestLabel: 'Busiest:',
      emptyText: 'Nothing was logged this week.',
    },
    channels: {
      title: 'Busiest channels',
      emptyText: 'No channel was used this week.',
      unnamed: 'a channel without a name',
    },
    effects: {
      title: 'Why activity changed',
      titleWith: (facts: { amount: string }) => `Why activity changed: ${facts.amount} interactions per day`,
      lastWeekLabel: 'Last week',
      thisWeekLabel: 'This week',
      labels: { intensity: 'Intensity', time: 'Time', reach: 'Reach', size: 'Size' },
      details: {
        intensity: (facts: { from: string; to: string }) => `${facts.from} → ${facts.to} per hour`,
        time: (facts: { from: string; to: string }) => `${facts.from} → ${facts.to} h a day`,
        reach: (facts: { from: string; to: string }) => `${facts.from} → ${facts.to} active`,
        size: (facts: { from: string; to: string }) => `${facts.from} → ${facts.to} members`,
      },
      nothingNow: 'Nothing happened this week, so the change cannot be divided among its causes.',
      nothingBefore: 'Nothing happened the week before, so the change cannot be divided among its causes.',
    },
    coverage: (facts: { percent: string }) => `Coverage ${facts.percent} of the week`,
    madeAt: (facts: { at: string }) => `made ${facts.at}`,
    noContent: 'counts only: no message content is kept',
    score: { title: 'Satisfaction S', intervalLabel: '95% interval' },
    scoreNote: (facts: { answers: number; leftOut: readonly string[] }) =>
      `${counted(facts.answers, 'rating', 'ratings')}.` +
      (facts.leftOut.length > 0 ? ` Left out: ${facts.leftOut.join(', ')}.` : ''),
    scoreMissing: (facts: { min: number }) => `Not enough data: no indicator has ${facts.min} answers.`,
    trend: {
      title: 'S over the last eight weeks',
      scoreLabel: 'S',
      intervalLabel: '95% interval',
      emptyText: 'No week had enough answers.',
    },
    indicators: {
      intervalLabel: '95% interval',
      title: 'Indicators',
      columnLabels: {
        indicator: 'Indicator',
        weight: 'Weight',
        mean: 'Mean',
        answers: 'Answers',
        ratings: 'Ratings from 1 to 5',
      },
      emptyText: 'No survey with ratings was open this week.',
    },
    indicatorNames: {
      'course-quality': 'Course quality',
      'event-effect': 'Event effect',
      'community-atmosphere': 'Community atmosphere',
    },
    leftOut: (facts: { answers: number; min: number }) =>
      facts.answers === 0 ? 'left out: no answers' : `left out: ${facts.answers} of ${facts.min} answers`,
    noWeight: 'left out: weight 0',
    nps: {
      title: 'Would they recommend us? (NPS)',
      intervalLabel: '95% interval',
      promotersLabel: 'Promoters 9–10:',
      passivesLabel: 'Passives 7–8:',
      detractorsLabel: 'Detractors 0–6:',
      emptyText: 'Nobody was asked this week.',
    },
    npsTooFew: (facts: { answers: number; min: number }) =>
      `Not enough data: ${facts.answers} of ${facts.min} answers.`,
    response: {
      title: 'Response rate',
      note: (facts: { answered: number; invited: number }) =>
        `${formatCount(facts.answered, 'en')} answers to ${counted(facts.invited, 'invitation', 'invitations')}`,
      unknown: (facts: { answered: number }) =>
        `${counted(facts.answered, 'answer', 'answers')}; how many were invited is not known`,
      nobody: 'Nobody was asked this week.',
    },
    points: 'points',
    satisfactionTiles: { score: 'Satisfaction S', nps: 'NPS', response: 'Response rate' },
    satisfactionFormula: 'S = weighted mean of the indicators',
    answersHidden: 'answers are never shown by member',
  },

  preview: {
    title: 'Preview: only you see this',
    notPosted: 'Computed just now. No report of this week was posted.',
    underWay: 'Computed just now. The report of this week is about to be posted, or will be tried again.',
    posted: (facts: { at: Date; link: string; late: boolean }) =>
      `Posted ${formatInstant(facts.at, 'f')}${facts.late ? ' (late)' : ''}: ${facts.link}. What was posted stays as it is; the figures here were computed just now.`,
    same: 'Every figure is still the same as posted.',
    differs: 'Changed since it was posted (deleted messages, late answers, members who left the count):',
    difference: (facts: { label: string; posted: string; now: string }) =>
      `- ${facts.label}: ${facts.posted} → **${facts.now}**`,
    figures: {
      perDay: 'Interactions per day',
      activeMembers: 'Active members in the week',
      members: 'Members',
      dailyActive: 'Average daily active members',
      messages: 'Messages',
      joined: 'Joined',
      left: 'Left',
      coverage: 'Coverage',
      score: 'Satisfaction S',
      answers: 'Ratings',
      nps: 'NPS',
      answered: 'Survey answers',
      invited: 'Invitations',
    },
  },

  explain: {
    activity: [
      '### What the activity report says',
      '- **Interaction**: a message, reply, reaction, thread or forum post, started ten minutes in voice with somebody else, command or survey answer of a human member. Bots, excluded channels and members who opted out never count, and no content is stored.',
      '- **A = c · T · N** is interactions per day. **N**: everyone who was a member at some time in the week. **c**: interactions per active hour; an active hour is a clock hour in which a member did something. **T**: active hours per member and day, which is **r** (share of members who were active) times the hours of those.',
      '- **Why it changed** divides the change among c (intensity), hours of the active (time), r (reach) and N (size) by logarithmic means. The four amounts add up to the change exactly.',
      '- **DAU**: active members on an average day. **MAU**: in 28 days. **Stickiness**: DAU/MAU, how much of the month’s members come on one day.',
      '- **Coverage**: the share of the week in which I was connected. Below 90 % nothing is compared.',
      '- Weeks are weeks in the community’s own time zone. What was posted never changes, also when messages are deleted later.',
      '-# See or erase what is held on you: `/me`.',
    ].join('\n'),
    satisfaction: [
      '### What the satisfaction report says',
      '- **S** is the mean of the indicators (course quality, event effect, community atmosphere), each the mean of its ratings from 1 to 5 in surveys.',
      '- An indicator with fewer than **5 answers** is left out and named: a handful says little, and nobody’s answer should be guessed.',
      '- **95 % interval**: how far S could be off because of who happened to answer, from 20 ratings on (bootstrap). Two weeks whose intervals overlap widely may not differ at all.',
      '- Two weeks are compared on the indicators that both have.',
      '- **NPS**: “would you recommend us?” from 0 to 10; the percentage of 9–10 minus the percentage of 0–6, from −100 to +100.',
      '- **Response rate**: answers by invitations. Invited is who could see the survey’s channel when it opened.',
      '- Answers to an anonymous survey count in the week in which it closes; until then nobody sees them.',
      '-# What was posted never changes. See or erase what is held on you: `/me`.',
    ].join('\n'),
  },
};

export const reportsRefusals = {
  'report.week-not-over': (facts: { fromOn: string; lastOn: string; overAt: Date }) =>
    `The week ${formatDayRange(facts.fromOn, facts.lastOn, 'en')} is not over yet. Its report can be made ${formatInstant(facts.overAt, 'R')} (${formatInstant(facts.overAt, 'f')}).`,
  'report.no-data': (facts: { fromOn: string; lastOn: string; knownSince: Date }) =>
    `I know nothing of the week ${formatDayRange(facts.fromOn, facts.lastOn, 'en')}. I have been listening here since ${formatInstant(facts.knownSince, 'D')}; choose a later week that is over.`,
};

export const reportsCommands = {
  report: {
    name: 'report',
    description: 'Look at a weekly report, computed now; only you see it',
    subcommands: {
      activity: {
        name: 'activity',
        description: 'How active the community was in a week, and why that changed',
        options: {
          week: {
            name: 'week',
            description: 'A day in the week you want, as YYYY-MM-DD; else the last whole week',
          },
        },
      },
      satisfaction: {
        name: 'satisfaction',
        description: 'How satisfied members were in a week: S, its indicators, NPS, response rate',
        options: {
          week: {
            name: 'week',
            description: 'A day in the week you want, as YYYY-MM-DD; else the last whole week',
          },
        },
      },
    },
  },
} satisfies Record<string, CommandWords>;
