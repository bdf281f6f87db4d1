-- What a restored database must forget before anybody is served from it. Run by backup.sh restore, as the superuser.
--
-- Access tokens are checked by the gateway alone, for a quarter of an hour: those of people who came after the moment that was
-- restored would still be good, for nobody. Without its key none is; clients fetch another by their refresh token, or sign in.
delete from auth.signing_keys;
-- And the next key is made at once, not within the hour: without one the gateway lets nobody in.
update auth.jobs set run_at = '-infinity', leased_until = null where kind = 'rotate_keys';
