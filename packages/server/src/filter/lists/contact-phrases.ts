/** Texts that ask strangers to get in touch, for `wordOf`. They belong to the rule for links. */
export const CONTACT_PHRASES = `
加微信/ps, 加我微信/s, 加微/x, 加我微/x, 加薇/x, 加薇信/s, 加威信/s, 加v信/s, 加我v信/s, 加v/s, 加我v/s, 加vx/s, 加我vx/s, 加wx/s, 加我wx/s, 加w信/s, 加qq/s, 加我qq/s, 加扣扣/s, 加企鹅, 加q群, 加qq群, 加我好友, 加我私聊, 加好友私, 加电报, 加飞机群, 加tg, 微信私聊, 微信号是, 我的微信号, 微信搜索, 微信搜, 微信同号, 电话微信同号, v信同号, 私聊我/x, 私信我/x, 私我领, 滴滴我, 滴我, 有意私聊, 有意加, 有意者, 需要的私, 需要的加, 扫码加我, 扫二维码加, 扫描二维码添加, 联系qq, 联系微信, 咨询热线, 客服微信, 客服qq, 客服热线, 进群私, 拉你进群, 加入qq群, 关注公众号/x, 微信公众号搜, 添加微信/s, 添加我的微信, 添加好友领, 加我领, 家微信/s, 嘉微信, jia wei xin, jia wo wei xin, jiaweixin, jia vx, jia v, jiavx, jia qq, add me on, add my wechat, add wechat, my wechat is, my wechat id, wechat me, whatsapp me, text me on, message me on, telegram me, my telegram, dm me on, my whatsapp, call me on, contact me on, contact me at, reach me at, my snapchat, my snap is, my number is, join my group, join our group, join my channel, join telegram
`
/** Texts that contain one of them by chance, or that guests of one gathering say to each other. */
export const CONTACT_EXCEPTIONS = `
参加, 增加, 更加, 外加, 追加, 施加, 倍加, 越加, 参加微, 添加微笑, 增加微, 加微笑, 更加微, 加微弱, 加微妙, 加微波, 加微辣, 加微糖, 加微小, 加微甜, 加微醺, 加威士忌, 加v领, 加v字, 加薇薇, 参加薇, 大家微信, 大家微信联系, 专家微信, 全家微信, 人家微信, 国家微信, 自家微信, 咱家微信, 回家微信, 到家微信, 我家微信, 你家微信, 两家微信, 一家微信, 商家微信, 亲家微信, 加v脸, 加vip, 加vlog, 加vr, 加vcd, 加微距, 记得微信联系, 回头微信联系, 以后微信联系, 常微信联系, 保持微信联系
`
