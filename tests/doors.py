"""The table of doors: every route, and what each person gets at it."""

from collections.abc import Iterator

PEOPLE = ("stranger", "carla", "rosa", "edith", "lara", "ada")
# What each person gets for a bare request: the claim is in review, Carla wrote its verdict, forms come empty.
#                                                              stranger carla rosa edith lara ada
DOORS = """
GET  /static/<path:filename>                                   200   200   200   200   200   200
GET  /                                                         200   200   200   200   200   200
GET  /<any(ru,kk):code>                                        301   301   301   301   301   301
GET  /verdicts                                                 200   200   200   200   200   200
GET  /verdicts/all                                             200   200   200   200   200   200
GET  /verdicts/all/<int:number>                                200   200   200   200   200   200
GET  /rated/<chosen>                                           404   404   404   404   404   404
GET  /rated/<chosen>/all                                       404   404   404   404   404   404
GET  /rated/<chosen>/all/<int:number>                          404   404   404   404   404   404
GET  /verdicts/<int:id>-<slug>.<any(md,txt):form>             301   301   301   301   301   301
GET  /feeds/verdicts.<any(atom,rss,json):form>               200   200   200   200   200   200
GET  /feeds/corrections.<any(atom,rss,json):form>            200   200   200   200   200   200
GET  /feeds/ratings/<code>.<any(atom,rss,json):form>         200   200   200   200   200   200
GET  /feeds/articles/<int:id>.<any(atom,rss,json):form>      200   200   200   200   200   200
GET  /feeds/claimants/<path:name>.<any(atom,rss,json):form>  200   200   200   200   200   200
GET  /feeds/topics/<slug>.<any(atom,rss,json):form>          200   200   200   200   200   200
GET  /topics                                                   200   200   200   200   200   200
GET  /topics/<slug>                                            200   200   200   200   200   200
GET  /follow                                                   200   200   200   200   200   200
GET  /data/organization.jsonld                                 200   200   200   200   200   200
GET  /data/claimreviews.json                                   200   200   200   200   200   200
GET  /data/claimreviews-<int:number>.json                      200   200   200   200   200   200
GET  /v1alpha1/claims:search                                   400   400   400   400   400   400
GET  /sitemap.xml                                              200   200   200   200   200   200
GET  /sitemaps/pages.xml                                       200   200   200   200   200   200
GET  /sitemaps/verdicts-<int:number>.xml                       200   200   200   200   200   200
GET  /sitemaps/articles-<int:number>.xml                       200   200   200   200   200   200
GET  /sitemaps/news.xml                                        200   200   200   200   200   200
GET  /robots.txt                                               200   200   200   200   200   200
GET  /.well-known/security.txt                                 404   404   404   404   404   404
GET  /llms.txt                                                 200   200   200   200   200   200
GET  /embed/verdicts/<int:id>                                  200   200   200   200   200   200
GET  /embed/verdicts/<int:id>-<slug>                           301   301   301   301   301   301
GET  /oembed                                                   404   404   404   404   404   404
GET  /verdicts/<int:id>-<slug>/oembed.<any(json,xml):form>     301   301   301   301   301   301
GET  /verdicts/<int:id>-<slug>                                 301   301   301   301   301   301
GET  /share/<int:id>-<tag>.png                                 404   404   404   404   404   404
GET  /verdicts/<int:id>                                        301   301   301   301   301   301
GET  /verdicts/<int:id>-<slug>/versions/<int:number>           301   301   301   301   301   301
GET  /en/verdicts/<int:id>-<slug>                              404   404   404   404   404   404
GET  /verdicts/<int:id>-<slug>/translations/<any(en,ru,kk):language>/<int:number> 404 404 404 404 404 404
GET  /desk/claims/<int:id>/translations/<language>             404   404   403   404   403   403
POST /desk/claims/<int:id>/translations/<language>             404   404   403   404   403   403
GET  /desk/claims/<int:id>/translations/<language>/review      404   404   404   404   404   404
POST /desk/claims/<int:id>/translations/<language>/ask         404   404   403   404   403   403
POST /desk/claims/<int:id>/translations/<language>/approve     404   403   404   404   403   403
POST /desk/claims/<int:id>/translations/<language>/clear       404   403   403   403   404   403
POST /desk/claims/<int:id>/translations/<language>/send-back   404   403   404   404   403   403
POST /desk/claims/<int:id>/translations/<language>/take-back   404   409   403   409   403   403
POST /desk/claims/<int:id>/translations/<language>/publish     404   403   403   409   403   403
GET  /verdicts/<int:id>-<slug>/sources/<int:number>            404   404   404   404   404   404
GET  /verdicts/<int:id>-<slug>/sources/<int:number>/from/<int:first> 404   404   404   404   404   404
GET  /articles/<int:id>-<slug>                                 301   301   301   301   301   301
GET  /ratings                                                  200   200   200   200   200   200
GET  /corrections                                              200   200   200   200   200   200
GET  /corrections/<int:number>                                 404   404   404   404   404   404
GET  /log                                                      200   200   200   200   200   200
GET  /log/head                                                 404   404   404   404   404   404
GET  /log/head.json                                            404   404   404   404   404   404
GET  /log/key                                                  404   404   404   404   404   404
GET  /log/before/<int:before>                                  200   200   200   200   200   200
GET  /log/leaves.json                                          200   200   200   200   200   200
GET  /log/leaves-<int:start>.json                              200   200   200   200   200   200
GET  /log/proof/inclusion                                      400   400   400   400   400   400
GET  /log/proof/consistency                                    400   400   400   400   400   400
GET  /log/check.py                                             200   200   200   200   200   200
GET  /report                                                   200   200   200   200   200   200
POST /report                                                   422   422   422   422   422   422
GET  /report/<int:id>                                          200   200   200   200   200   200
POST /report/<int:id>                                          422   422   422   422   422   422
GET  /send                                                     200   200   200   200   200   200
POST /send                                                     422   422   422   422   422   422
GET  /sent/<token>                                             404   404   404   404   404   404
GET  /desk/intake                                              login 200   200   200   200   200
GET  /desk/intake/<int:id>                                     404   200   200   200   200   200
POST /desk/intake/<int:id>/merge                               404   422   403   422   403   403
POST /desk/intake/<int:id>/open                                404   422   403   422   403   403
POST /desk/intake/<int:id>/take-up                             404   422   403   422   403   403
POST /desk/intake/<int:id>/decline                             404   422   403   422   403   403
POST /desk/intake/<int:id>/spam                                404   303   403   303   403   403
POST /desk/intake/<int:id>/put-back                            404   303   403   303   403   403
GET  /about                                                    200   200   200   200   200   200
GET  /about/<name>                                             200   200   200   200   200   200
GET  /about/<name>/versions/<int:number>                       200   200   200   200   200   200
GET  /method                                                   301   301   301   301   301   301
GET  /login                                                    200   302   302   302   302   302
POST /login                                                    422   422   422   422   422   422
GET  /invitations/<token>                                      404   404   404   404   404   404
POST /invitations/<token>                                      404   404   404   404   404   404
GET  /passwords/<token>                                        404   404   404   404   404   404
POST /passwords/<token>                                        404   404   404   404   404   404
GET  /account                                                  login 200   200   200   200   200
POST /account/password                                         404   422   422   422   422   422
POST /account/sessions/<int:session_id>/end                    404   303   303   303   303   303
POST /account/sessions/end-others                              404   303   303   303   303   303
GET  /desk                                                     login 200   200   200   200   200
GET  /desk/queue                                               login 200   200   200   200   200
POST /desk/queue/several                                       404   303   403   303   403   403
GET  /desk/permissions                                         login 200   200   200   200   200
GET  /desk/articles                                            login 200   200   200   200   200
GET  /desk/articles/import                                     login 200   403   200   403   403
POST /desk/articles/import                                     404   422   403   422   403   403
POST /desk/articles/import/pages                               404   422   403   422   403   403
GET  /desk/articles/import/pages/<int:id>                      404   404   403   404   403   403
POST /desk/articles/import/pages/<int:id>                      404   404   403   404   403   403
POST /desk/articles/import/pages/<int:id>/drop                 404   404   403   404   403   403
GET  /desk/articles/<int:id>                                   404   200   200   200   200   200
GET  /desk/articles/<int:id>/edit                              404   200   403   200   403   403
POST /desk/articles/<int:id>/edit                              404   422   403   422   403   403
GET  /desk/suggestions                                         login 200   200   200   200   200
GET  /desk/articles/<int:id>/sentences/next                    404   303   303   303   303   303
POST /desk/articles/<int:id>/sentences/pass                    404   400   403   400   403   403
POST /desk/articles/<int:id>/sentences/take-back               404   400   403   400   403   403
GET  /desk/articles/<int:id>/versions                          404   200   200   200   200   200
GET  /desk/articles/<int:id>/versions/new                      404   200   403   200   403   403
POST /desk/articles/<int:id>/versions/new                      404   422   403   422   403   403
GET  /desk/articles/<int:id>/versions/<int:number>             404   302   302   302   302   302
GET  /desk/articles/<int:id>/versions/<int:number>/text        404   200   200   200   200   200
POST /desk/articles/<int:id>/versions/<int:number>/moves/<int:move_id> 404   400   403   400   403   403
GET  /desk/articles/<int:id>/annotations.json                  404   200   200   200   200   200
GET  /desk/claims/<int:id>/annotation.json                     404   200   200   200   200   200
GET  /articles/<int:id>-<slug>/annotations.json                301   301   301   301   301   301
GET  /verdicts/<int:id>-<slug>/annotation.json                 301   301   301   301   301   301
GET  /desk/articles/<int:draft_id>/gate                        404   200   200   200   200   200
GET  /desk/articles/<int:draft_id>/gate.json                   404   200   200   200   200   200
POST /desk/articles/<int:draft_id>/gate/claims/<int:claim_id>/waive 404   403   403   422   403   403
POST /desk/articles/<int:draft_id>/gate/claims/<int:claim_id>/take-back 404   403   403   409   403   403
POST /desk/articles/<int:draft_id>/gate/clear                  404   403   403   409   403   403
GET  /desk/articles/<int:draft_id>/gate/<int:number>           404   404   404   404   404   404
GET  /desk/articles/<int:draft_id>/gate/<int:number>.json      404   404   404   404   404   404
GET  /desk/articles/<int:article_id>/claims/new                404   200   403   200   403   403
POST /desk/articles/<int:article_id>/claims/new                404   422   403   422   403   403
POST /desk/articles/<int:article_id>/claims/similar            404   200   403   200   403   403
GET  /desk/claims/<int:id>/seen-before                         404   200   200   200   200   200
POST /desk/claims/<int:id>/seen-before                         404   200   200   200   200   200
POST /desk/claims/<int:id>/seen-before/take-back               404   400   403   400   403   403
POST /desk/claims/<int:id>/articles/<int:article_id>/confirm   404   403   404   404   403   403
POST /desk/claims/<int:id>/articles/<int:article_id>/unlink    404   400   403   400   403   403
GET  /desk/claims/<int:id>                                     404   200   200   200   200   200
GET  /desk/claims/<int:id>/history                             404   200   200   200   200   200
GET  /desk/claims/<int:id>/edit                                404   200   403   200   403   403
POST /desk/claims/<int:id>/edit                                404   422   403   422   403   403
POST /desk/claims/<int:id>/open                                404   409   403   409   403   403
POST /desk/claims/<int:id>/take                                404   409   403   403   403   403
POST /desk/claims/<int:id>/reopen                              404   409   403   409   403   403
GET  /desk/claims/<int:id>/dismiss                             404   409   403   409   403   403
POST /desk/claims/<int:id>/dismiss                             404   409   403   409   403   403
GET  /desk/claims/<int:id>/assign                              404   403   403   200   403   403
POST /desk/claims/<int:id>/assign                              404   403   403   422   403   403
GET  /desk/claims/<int:id>/due                                 404   403   403   200   403   403
POST /desk/claims/<int:id>/due                                 404   403   403   303   403   403
GET  /desk/claims/<int:id>/topics                              404   200   403   200   403   403
POST /desk/claims/<int:id>/topics                              404   422   403   422   403   403
GET  /desk/claims/<int:id>/origins                             404   200   200   200   200   200
POST /desk/claims/<int:id>/origins/join                        404   400   403   400   403   403
POST /desk/claims/<int:id>/origins/apart                       404   400   403   400   403   403
GET  /desk/claims/<int:id>/evidence/new                        404   200   403   200   403   403
GET  /desk/claims/<int:id>/evidence.wacz                       404   404   404   404   404   404
GET  /desk/claims/<int:id>/evidence/links                      404   200   403   200   403   403
POST /desk/claims/<int:id>/evidence/links                      404   422   403   422   403   403
POST /desk/claims/<int:id>/evidence/new                        404   422   403   422   403   403
GET  /desk/claims/<int:id>/evidence/<int:number>               404   200   403   200   403   403
POST /desk/claims/<int:id>/evidence/<int:number>               404   422   403   422   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/withdraw      404   422   403   422   403   403
GET  /desk/claims/<int:id>/evidence/protected                  404   200   403   200   403   403
POST /desk/claims/<int:id>/evidence/protected                  404   422   403   422   403   403
GET  /desk/claims/<int:id>/evidence/<int:number>/protect       404   200   403   200   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/protect       404   422   403   422   403   403
GET  /desk/claims/<int:id>/evidence/<int:number>/source        404   404   404   404   404   404
POST /desk/claims/<int:id>/evidence/<int:number>/source/read   404   404   404   404   404   404
POST /desk/claims/<int:id>/evidence/<int:number>/source/change 404   404   403   404   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/source/readers 404  403   403   404   404   403
POST /desk/claims/<int:id>/evidence/<int:number>/source/readers/<int:person_id>/end 404 403 403 404 404 403
POST /desk/claims/<int:id>/evidence/<int:number>/source/exception 404 403  403   404   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/source/files  404   404   403   404   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/source/files/<int:copy> 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots     404   200   200   200   200   200
POST /desk/claims/<int:id>/evidence/<int:number>/snapshots     404   409   403   409   403   403
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/original 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/warc 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/view 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/picture 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/rendered 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/rendered.png 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/rendered/<kind> 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/pages/<int:page> 404 404 404 404 404 404
POST /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/quote 404 404 403 404 403 403
GET  /desk/sources                                             login 200   200   200   200   200
GET  /desk/claims/<int:id>/evidence/<int:number>/looks         404   200   200   200   200   200
POST /desk/claims/<int:id>/evidence/<int:number>/looks/now     404   409   403   409   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/looks/settle  404   422   403   422   403   403
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/quote.json 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/cut 404 404 403 404 403 403
POST /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/cut 404 404 403 404 403 403
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/cut/picture 404 404 403 404 403 403
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/redact 404 404 403 404 403 403
POST /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/redact 404 404 403 404 403 403
POST /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/redact/words 404 404 403 404 403 403
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/derived/<int:item> 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/derived/<int:item>/picture 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/derived/<int:item>/file 404 404 404 404 404 404
GET  /desk/claims/<int:id>/evidence/<int:number>/restrict      404   200   403   200   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/restrict      404   422   403   422   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/lift          404   422   403   422   403   403
GET  /desk/claims/<int:id>/evidence/<int:number>/upload        404   200   403   200   403   403
POST /desk/claims/<int:id>/evidence/<int:number>/upload        404   422   403   422   403   403
GET  /desk/claims/<int:id>/replies/new                         404   200   403   200   403   403
POST /desk/claims/<int:id>/replies/new                         404   422   403   422   403   403
GET  /desk/claims/<int:id>/replies/<int:reply_id>              404   200   403   200   403   403
POST /desk/claims/<int:id>/replies/<int:reply_id>              404   422   403   422   403   403
GET  /desk/claims/<int:id>/verdict                             404   200   403   200   403   403
POST /desk/claims/<int:id>/verdict                             404   409   403   409   403   403
POST /desk/claims/<int:id>/verdict/submit                      404   409   403   409   403   403
POST /desk/claims/<int:id>/verdict/withdraw                    404   303   403   403   403   403
GET  /desk/claims/<int:id>/verdict/versions                    404   200   200   200   200   200
GET  /desk/claims/<int:id>/review                              404   200   200   200   200   200
POST /desk/claims/<int:id>/review/approve                      404   403   409   409   403   403
POST /desk/claims/<int:id>/review/clear                        404   403   403   403   409   403
POST /desk/claims/<int:id>/review/send-back                    404   403   422   422   422   403
POST /desk/claims/<int:id>/review/start                        404   403   303   303   303   403
POST /desk/claims/<int:id>/review/recuse                       404   422   422   422   422   403
POST /desk/claims/<int:id>/review/ask                          404   422   422   422   403   403
POST /desk/claims/<int:id>/hold                                404   403   403   403   422   403
POST /desk/claims/<int:id>/hold/release                        404   403   403   403   422   403
POST /desk/claims/<int:id>/waive                               404   403   403   422   403   403
GET  /desk/claims/<int:id>/preview                             404   200   200   200   200   200
GET  /desk/claims/<int:id>/publish                             404   403   403   200   403   403
POST /desk/claims/<int:id>/publish                             404   403   403   409   403   403
GET  /desk/claims/<int:id>/change                              404   403   403   409   403   403
POST /desk/claims/<int:id>/change                              404   403   403   422   403   403
POST /desk/claims/<int:id>/change/drop                         404   403   403   409   403   403
GET  /desk/claims/<int:id>/retract                             404   403   403   409   403   403
POST /desk/claims/<int:id>/retract                             404   403   403   422   403   403
POST /desk/claims/<int:id>/retract/confirm                     404   403   403   409   403   403
GET  /desk/claims/<int:id>/withhold                            404   403   403   403   409   409
POST /desk/claims/<int:id>/withhold                            404   403   403   403   409   409
POST /desk/claims/<int:id>/withhold/confirm                    404   403   403   403   409   409
POST /desk/claims/<int:id>/withhold/end                        404   403   403   403   409   409
GET  /desk/people                                              login 403   403   403   403   200
POST /desk/people                                              404   403   403   403   403   422
POST /desk/people/<int:person_id>/password-link                404   403   403   403   403   200
GET  /desk/people/<int:person_id>                              404   403   403   403   403   200
POST /desk/people/<int:person_id>/parts                        404   403   403   403   403   303
POST /desk/people/<int:person_id>/disable                      404   403   403   403   403   303
POST /desk/people/<int:person_id>/enable                       404   403   403   403   403   303
POST /desk/people/<int:person_id>/sessions/end                 404   403   403   403   403   303
POST /desk/invitations/<int:invitation_id>/take-back           404   403   403   403   403   404
GET  /desk/scales                                              login 403   403   403   403   200
GET  /desk/scales/<int:scale_id>                               404   403   403   403   403   200
GET  /desk/scales/<int:scale_id>/edit                          404   403   403   403   403   200
POST /desk/scales/<int:scale_id>/edit                          404   403   403   403   403   422
POST /desk/scales/<int:scale_id>/use                           404   403   403   403   403   409
POST /desk/scales/<int:scale_id>/mappings                      404   403   403   403   403   422
POST /desk/scales/<int:scale_id>/mappings/<int:mapping_id>/remove 404   403   403   403   403   409
GET  /desk/policy                                              login 403   403   403   403   200
GET  /desk/pages                                               login 403   403   403   403   200
GET  /desk/pages/<name>                                        404   403   403   403   403   200
POST /desk/pages/<name>                                        404   403   403   403   403   422
GET  /desk/topics                                              login 403   403   403   403   200
POST /desk/topics                                              404   403   403   403   403   422
GET  /desk/topics/<int:id>                                     404   403   403   403   403   200
POST /desk/topics/<int:id>                                     404   403   403   403   403   422
POST /desk/topics/<int:id>/retire                              404   403   403   403   403   303
POST /desk/topics/<int:id>/bring-back                          404   403   403   403   403   303
GET  /desk/settings                                            login 403   403   403   403   200
POST /desk/settings                                            404   403   403   403   403   422
POST /desk/policy/<risk>                                       404   403   403   403   403   422
GET  /desk/jobs                                                login 403   403   403   403   200
POST /desk/jobs/<int:id>/again                                 404   403   403   403   403   409
GET  /desk/dates                                               login 200   200   200   200   200
GET  /desk/dates/<day>/manifest.txt                            404   404   404   404   404   404
GET  /desk/dates/<day>/<int:number>/token.tsr                  404   404   404   404   404   404
GET  /desk/dates/<day>/<int:number>/certificates.pem           404   404   404   404   404   404
POST /logout                                                   303   303   303   303   303   303
"""


def rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in DOORS.strip().splitlines():
        method, path, *answers = line.split()
        yield method, path, answers


def fill(path: str) -> str:
    """The address of a route with the numbers of the things that are there."""
    for name, value in VALUES.items():
        path = path.replace(f"<{name}>", value)
    return path


VALUES = {
    **dict.fromkeys(
        ("int:id", "int:article_id", "int:number", "int:copy", "int:item", "int:reply_id"), "1"
    ),
    **dict.fromkeys(("int:before", "int:start"), "1"),
    "any(json,xml):form": "json",
    "int:draft_id": "2",
    "int:claim_id": "3",
    "int:person_id": "2",
    "int:session_id": "99",
    "int:invitation_id": "1",
    "int:scale_id": "1",
    "int:mapping_id": "99",
    "int:move_id": "99",
    "risk": "ordinary",
    "day": "2026-11-20",
    "slug": "the-harbour",
    "name": "method",
    "token": "made-up",
    "path:filename": "css/base.css",
    "path:name": "the%20mayor",
    "code": "supported",
    "any(atom,rss,json):form": "atom",
    "any(md,txt):form": "md",
    "tag": "0123456789abcdef",
    "any(ru,kk):code": "ru",
    "any(en,ru,kk):language": "ru",
    "language": "ru",
}
