-- What a stopped or withdrawn campaign still has to clear, a part at a time, in the order of ids: with teams nobody has paid in yet.
create index teams_open_of on teams (campaign_id, id) where status = 'OPEN';
