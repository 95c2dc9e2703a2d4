def test_healthz_answers_without_a_database(client):
    assert client.get("/healthz").status_code == 200
