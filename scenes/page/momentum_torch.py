import torch

torch.set_default_dtype(torch.float64)
curvatures = torch.tensor([0.05, 20.0])
theta = torch.tensor([-10.0, 1.0], requires_grad=True)
optimizer = torch.optim.SGD([theta], lr=0.098, momentum=0.9)

for step in range(1, 51):
    optimizer.zero_grad()
    loss = (curvatures * theta**2).sum() / 2
    loss.backward()
    optimizer.step()
print(f"step {step}: {theta.detach().numpy().round(3)}")
