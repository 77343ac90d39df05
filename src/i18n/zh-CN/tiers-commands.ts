/** Simplified Chinese words of /tier itself. */
import type { tiersCommands as englishCommands } from '../en/tiers-commands.ts';
import { tierDriftCommands } from './tier-drift.ts';
import { tierImportActions } from './tier-import.ts';
import { tierInviteActions } from './tier-invites.ts';

const member = { name: '成员', description: '哪位成员' };
const tier = { name: '等级', description: '哪个等级' };
const heldTier = { name: '等级', description: '对方的哪个等级；留空为当前生效的' };
const days = { name: '天数', description: '多少天' };
const until = { name: '到期日', description: '到哪一天为止（含当天），如 2026-03-02' };
const amount = { name: '金额', description: '付了多少，如 1299.00' };
const reference = { name: '流水号', description: '付款的编号；同一编号只算一次' };
const receipt = { name: '收据', description: '付款凭证图片' };
const note = { name: '备注', description: '写入账本，只有管理人员可见' };
const reason = { name: '原因', description: '写入账本' };
const again = { name: '再次', description: '是：即使同事刚做过也再做一次' };
const when = { now: '立即', 'period-end': '本期结束时' };
const name = { name: '名称', description: '英文名称' };
const nameZh = { name: '中文名称', description: '中文名称' };
const rank = { name: '级别', description: '数字大的优先' };
const role = { name: '身份组', description: '该等级成员获得的身份组' };
const price = { name: '价格', description: '默认天数的价格，如 99.00' };
const usualDays = { name: '天数', description: '通常持续多少天' };
const channel = { name: '频道', description: '在哪里欢迎新成员' };
const opens = { name: '权益', description: '权益说明（英文）' };
const opensZh = { name: '中文权益', description: '权益说明（中文）' };

export const tiersCommands: typeof englishCommands = {
  tier: {
    name: '等级',
    description: '会员等级：谁拥有什么、到何时、谁付了款',
    subcommands: {
      create: {
        name: '创建',
        description: '创建一个等级',
        options: {
          name,
          rank,
          role,
          'name-zh': nameZh,
          price,
          days: usualDays,
          channel,
          opens,
          'opens-zh': opensZh,
        },
      },
      edit: {
        name: '编辑',
        description: '查看或修改等级',
        options: {
          tier,
          name,
          'name-zh': nameZh,
          rank,
          role,
          price,
          days: usualDays,
          channel,
          opens,
          'opens-zh': opensZh,
          clear: {
            name: '清除',
            description: '去掉某一项',
            choices: { price: '价格', days: '天数', channel: '频道', opens: '权益' },
          },
        },
      },
      list: { name: '列表', description: '全部等级、成员数和收入' },
      archive: { name: '归档', description: '不再授予某个等级', options: { tier } },
      settings: {
        name: '设置',
        description: '查看或修改等级的规则',
        options: {
          currency: { name: '货币', description: '所有价格和付款的货币，如 CNY' },
          overlap: {
            name: '重叠',
            description: '较高等级生效时，较低等级怎么办',
            choices: { wait: '等待，天数不减', parallel: '同时计时' },
          },
          'grace-days': { name: '宽限天数', description: '到期后仍可使用的天数' },
          'reminder-days': { name: '提醒天数', description: '到期前几天提醒要求提醒的人' },
          'unknown-roles': {
            name: '未知身份组',
            description: '从未被授予等级的人持有的身份组',
            choices: { keep: '保留', remove: '收回' },
          },
          'how-to': { name: '续费方法', description: '告诉成员如何续费（英文）' },
          'how-to-zh': { name: '中文续费方法', description: '告诉成员如何续费（中文）' },
          clear: { name: '清除', description: '去掉某一项', choices: { 'how-to': '续费方法' } },
        },
      },
      grant: {
        name: '授予',
        description: '给成员一个等级',
        options: {
          member,
          tier,
          days,
          until,
          from: { name: '开始日', description: '从哪一天开始，如 2026-03-02；留空为现在' },
          amount,
          reference,
          receipt,
          note,
          again,
        },
      },
      extend: {
        name: '延长',
        description: '延长成员的等级',
        options: { member, tier: heldTier, days, until, amount, reference, receipt, note, again },
      },
      upgrade: {
        name: '升级',
        description: '换成较高等级；不填天数则到期日不变',
        options: {
          member,
          tier,
          when: { name: '时间', description: '留空为立即', choices: when },
          days,
          until,
          amount,
          reference,
          receipt,
          note,
        },
      },
      downgrade: {
        name: '降级',
        description: '换成较低等级',
        options: {
          member,
          tier,
          when: { name: '时间', description: '留空为本期结束时', choices: when },
          days,
          until,
          amount,
          reference,
          receipt,
          note,
        },
      },
      pause: {
        name: '暂停',
        description: '暂停计时，剩余天数保留',
        options: { member, tier: heldTier, note },
      },
      resume: {
        name: '恢复',
        description: '让暂停的等级继续',
        options: { member, tier: heldTier, note },
      },
      revoke: {
        name: '撤销',
        description: '收回等级，包括尚未开始的部分',
        options: { member, reason, tier: heldTier },
      },
      refund: {
        name: '退款',
        description: '记录退回的款项',
        options: {
          member,
          payment: { name: '付款', description: '哪一笔付款' },
          reason,
          amount: { name: '金额', description: '留空为全额' },
          'ends-access': { name: '结束权限', description: '是否结束对应的等级；全额退款默认是' },
          again,
        },
      },
      members: {
        name: '成员',
        description: '谁拥有等级、到何时',
        options: {
          tier,
          state: {
            name: '状态',
            description: '留空为当前拥有等级的',
            choices: {
              paying: '当前拥有等级',
              grace: '宽限期中',
              ending: '即将到期',
              'open-ended': '无到期日',
              waiting: '已暂停、等待中、未开始',
              ended: '曾经拥有',
            },
          },
          days: { name: '天数', description: '多少天内到期' },
        },
      },
      history: { name: '历史', description: '某位成员的账本', options: { member } },
      ...tierDriftCommands,
      ...tierImportActions,
      ...tierInviteActions,
    },
  },
};
